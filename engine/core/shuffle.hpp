// Sixteenths in another order: which one of the tape sounds in the place of each.
//
// sixteenth  int64   number since play       offset  double  columns from its own place to where the tape is read
//
// A hash of seed and number decides, so every rendering of a set has the same order. The probability is the share of
// passes over the tape in which a sixteenth is replaced: of GROUP passes in a row, it is kept to within one.
#pragma once
#include "mathematics.hpp"

namespace vamen {

class Shuffle {
public:
    // `sixteenth`: where the playhead is; a change takes effect with the next one.
    void set(double probability, double seed, int64_t sixteenth) {
        if (!active()) sixteenth_ = sixteenth;
        probability_ = probability, seed_ = uint64_t(seed);
    }
    bool active() const { return probability_ > 0 || offset_ != 0; }
    bool is_at(int64_t sixteenth) const { return sixteenth == sixteenth_; }
    double offset() const { return offset_; }

    bool enter(int64_t sixteenth, bool kept) {  // whether the playhead is elsewhere with it; `kept`: it is not replaced
        const double before = std::exchange(offset_, kept ? 0 : offset_of(sixteenth));
        sixteenth_ = sixteenth;
        return before != offset_;
    }

private:
    static constexpr uint64_t GROUP = 16;  // passes

    double offset_of(int64_t sixteenth) const {
        const uint64_t place = uint64_t(sixteenth) % STEPS, pass = uint64_t(sixteenth >> 5);
        const uint64_t own = mixed(mixed(seed_ * GOLDEN + place) + uint64_t(sixteenth));
        uint64_t key = mixed(mixed(seed_ * GOLDEN + place) ^ (pass / GROUP * GOLDEN)), rank = (pass ^ key) % GROUP;
        for (int round = 0; round < 3; round++) {  // a permutation of the passes of a group
            key >>= 4;
            rank = rank * (key | 1) % GROUP;
            rank ^= rank >> 2;
        }
        if (!((double(rank) + unit(own)) / GROUP < probability_)) return 0;
        const uint64_t other = (place + 1 + mixed(own) % (STEPS - 1)) % STEPS;
        return (double(other) - double(place)) * STEP_FRAMES;
    }

    double probability_ = 0, offset_ = 0;
    uint64_t seed_ = 0;
    int64_t sixteenth_ = 0;  // the playhead is in
};

}  // namespace vamen
