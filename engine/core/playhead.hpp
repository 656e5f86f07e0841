// A playhead over a tape: where it is, and the hop of sound that is there, with its side and, if wanted, its parts.
//
// Tape, transport, Griffin-Lim, side signal and parts belong together: a restart moves all of them; a new tape is read
// from the next hop on.
#pragma once
#include "parts.hpp"
#include "stereo.hpp"
#include "tape_reader.hpp"
#include "transport.hpp"

namespace vamen {

class Playhead {
public:
    Playhead(const Tape& tape, Quality quality, const Tables& tables, double tempo, double speed)
        : transport(tempo, speed), side(tables), parts(tables), griffin_lim_(quality), tape_(tape), tables_(tables) {
        for (int i = 0; i < MOST_ROWS + PAST; i++) rows_[i] = store_[i];
    }

    Transport transport;
    StereoWidener side;
    PartSplitter parts;
    int64_t faults = 0;  // hops that were not finite

    void reset() { griffin_lim_.reset(), side.reset(), parts.reset(); }  // silence before the next hop; the tape stays
    void load(const Tape& tape) { tape_ = tape, edited_ = true; }
    const float* upcoming() const { return griffin_lim_.upcoming(); }

    int64_t sixteenth(int64_t at) const {  // since play, that is heard at a sample
        return transport.sixteenth(transport.place(at)) + is_early(transport.column(at), tape_);
    }

    // Slice `index`, counted on around the loop: a sixteenth, or from an onset of the tape to the next one.
    Slice slice(int index, bool onsets) const {
        const int count = onsets && tape_.count ? tape_.count : STEPS, which = (index % count + count) % count;
        const double begin = which * STEP_FRAMES, *const all = tape_.onsets;
        if (!onsets || !tape_.count || !(0 <= all[which] && all[which] < FRAMES))  // a tape without onsets has sixteenths
            return {begin - STEP_FRAMES, begin, begin + STEP_FRAMES};
        return {which ? all[which - 1] : all[count - 1] - FRAMES, all[which],
                which + 1 < count ? all[which + 1] : all[0] + FRAMES};
    }

    bool in_slice(int64_t at) const {  // whether the slice that was played last is heard at a sample, forwards or not
        const std::optional<Slice>& slice = transport.slice();
        if (!slice) return false;
        const double place = transport.place(at);
        return slice->before < place && place < sounding_end(slice->begin, slice->end, tape_);
    }

    bool strikes(int64_t from, int64_t to) const {  // whether a sixteenth or a hit begins between two samples
        return sixteenth(from) != sixteenth(to) ||
               hits_before(transport.column(from), tape_) != hits_before(transport.column(to), tape_);
    }

    // Begins a hop at this sample, wherever the transport is now.
    void restart(int64_t clock, bool wide, float accent, bool split) {
        read(clock, hops_ + 1, -RESTART_PREROLL - 1, griffin_lim_.restart_rows());
        griffin_lim_.restart(rows_);
        for (int i = 0; i < RESTART_PREROLL; i++) columns_[i] = column_[RESTART_PREROLL - i];
        side.restart(griffin_lim_, wide ? accent : 0);
        if (split) split_from(HOP, wide, accent);
    }

    // Makes the parts of what sounds `age` samples after the last hop began.
    void split_from(int age, bool wide, float accent) {
        parts.rebuild(griffin_lim_, tape_, columns_, wide ? accent : 0, age);
    }

    // A hop, and its side at the same loudness; its parts, if it is `split`.
    void hop(int64_t clock, bool wide, float accent, bool split, float* out) {
        hops_++;
        const int first = edited_ ? -PAST : 0;
        read(clock, hops_, first, griffin_lim_.rows() - first);
        std::copy_backward(columns_, columns_ + PAST, columns_ + OVERLAP);
        columns_[0] = column_[-first];
        const bool retro = edited_ && !(griffin_lim_.change(rows_) < RETRO_THRESHOLD);
        griffin_lim_.hop(edited_ && !retro ? rows_ + PAST : rows_, retro, out);
        edited_ = false;
        bool finite = true;
        for (int n = 0; n < HOP; n++) finite &= std::isfinite(out[n]);
        if (!finite) {
            faults++;
            reset();
            std::fill_n(out, HOP, 0.0f);
            return;
        }
        if (wide) side.add(griffin_lim_, 0, accent);
        const float side_accent = wide ? accent : 0;
        if (split && retro) parts.revise(griffin_lim_, tape_, columns_, side_accent);
        else if (split) parts.add(griffin_lim_, tape_, columns_[0], side_accent);
    }

private:
    static constexpr double RETRO_THRESHOLD = 0.7;  // change from which a new tape also corrects what still sounds
    static constexpr double FREEZE_RATE = 0.25;  // columns per hop below which it wanders: one column alone is a buzz
    static constexpr int CENTRE = FFT / 2 / HOP;  // hops from a frame's beginning to its centre
    static constexpr double FARTHEST = 1e15;                 // columns

    // Rows to commit in hop `number` and in those around it, so that the playhead's own is heard now.
    void read(int64_t clock, int64_t number, int first, int count) {
        const double stretch = std::fabs(transport.own_rate());  // a freeze holds the column that was read, stretched
        for (int i = 0; i < count; i++) {
            const int ahead = CENTRE + first + i;
            const double still = std::max(1 - std::fabs(transport.rate(clock + ahead * HOP)) / FREEZE_RATE, 0.0);
            const int64_t which = number + first + i;
            double column = warp(transport.ahead(clock, ahead), stretch, tape_, transport.groove, transport.offset());
            if (still > 0) column += still * tables_.wander[(which + tables_.wander_count) % tables_.wander_count];
            column_[i] = std::fabs(column) < FARTHEST ? column : 0.0;
            read_row(tape_, column_[i], store_[i]);
        }
    }

    StreamingGriffinLim griffin_lim_;
    Tape tape_;
    Tables tables_;
    bool edited_ = false;
    int64_t hops_ = 0;  // made so far
    alignas(32) float store_[MOST_ROWS + PAST][WIDE];
    const float* rows_[MOST_ROWS + PAST];
    double column_[MOST_ROWS + PAST];  // of each row
    double columns_[OVERLAP] = {};     // of the frames that sound, the newest first
};

}  // namespace vamen
