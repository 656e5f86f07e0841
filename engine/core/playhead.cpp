#include "playhead.hpp"

namespace vamen {
namespace {

constexpr double RETRO_THRESHOLD = 0.7;  // change, 0..1, from which a new tape also corrects what still sounds
constexpr double FREEZE_RATE = 0.25;     // columns per hop below which the playhead wanders: one column repeated is a buzz
constexpr double CENTRE = double(FFT / 2) / HOP;  // hops from a frame's beginning to its centre
constexpr double FARTHEST = 1e15;                 // columns

}  // namespace

Playhead::Playhead(const Tape& tape, Quality quality, const Tables& tables, double tempo, double speed)
    : transport(tempo, speed), side(tables), inverter_(quality), tape_(tape), tables_(tables) {
    for (int i = 0; i < MOST_ROWS + PAST; i++) rows_[i] = store_[i].at;
}

void Playhead::reset() {
    inverter_.reset();
    side.reset();
}

void Playhead::restart(int64_t clock, bool wide, float accent, int fade) {
    read(clock, hops_ + 1, -RESTART_PREROLL - 1, inverter_.restart_rows());
    inverter_.restart(rows_);
    side.restart(inverter_, wide ? accent : 0, fade);
}

void Playhead::hop(int64_t clock, bool wide, float accent, float* out) {
    hops_++;
    const int first = edited_ ? -PAST : 0;
    read(clock, hops_, first, inverter_.rows() - first);
    const bool retro = edited_ && !(inverter_.change(rows_) < RETRO_THRESHOLD);
    inverter_.hop(edited_ && !retro ? rows_ + PAST : rows_, retro, out);
    edited_ = false;
    bool finite = true;
    for (int n = 0; n < HOP; n++) finite &= std::isfinite(out[n]);
    if (!finite) {
        faults++;
        reset();
        std::fill_n(out, HOP, 0.0f);
    } else if (wide) {
        inverter_.committed(spectrum_);
        side.add(spectrum_, accent);
    }
}

// Rows to commit in hop `number` and in those around it, so that the playhead's own is heard now.
void Playhead::read(int64_t clock, int64_t number, int first, int count) {
    const double rate = transport.rate(), place = transport.position(clock);
    const double stretch = std::fabs(transport.own_rate());  // a freeze holds the column that was read, however stretched
    const double still = std::max(1 - std::fabs(rate) / FREEZE_RATE, 0.0);
    for (int i = 0; i < count; i++) {
        const int64_t which = number + first + i;
        double column = warp(place + rate * (CENTRE + first + i), stretch, tape_);
        if (still > 0) column += still * tables_.wander[(which + tables_.wander_count) % tables_.wander_count];
        read_row(tape_, std::fabs(column) < FARTHEST ? column : 0.0, store_[i].at);
    }
}

}  // namespace vamen
