#include "tape_reader.hpp"

#include <algorithm>
#include <cmath>

namespace vamen {
namespace {

constexpr double BEFORE = 2.0, AFTER = 3.0;  // columns around an onset that its windows touch
constexpr double SLOWEST = 1e-6;             // columns per hop; less stands still

}  // namespace

double warp(double position, double rate, const Tape& tape) {
    if (!tape.count || !(SLOWEST < rate && rate < 1)) return position;
    const int count = tape.count;
    const double frames = tape.frames, loop = std::floor(position / frames) * frames, place = position - loop;
    const int after = int(std::upper_bound(tape.onsets, tape.onsets + count, place) - tape.onsets);
    const double last = after ? tape.onsets[after - 1] : tape.onsets[count - 1] - frames;
    const double next = after < count ? tape.onsets[after] : tape.onsets[0] + frames;
    const double leave = last + AFTER * rate, arrive = next - BEFORE * rate;
    double column = last + (place - last) / rate;
    if (place >= leave) {
        const double between = (place - leave) / std::max(arrive - leave, 1e-9);
        column = last + AFTER + between * (next - last - AFTER - BEFORE);
    }
    if (place > arrive) column = next + (place - next) / rate;
    return loop + column;
}

void read_row(const Tape& tape, double column, float* row) {
    const double below = std::floor(column);
    const float weight = float(column - below);
    int64_t index = int64_t(below) % tape.frames;
    if (index < 0) index += tape.frames;
    const float* here = tape.magnitudes + index * BINS;
    const float* there = tape.magnitudes + (index + 1) % tape.frames * BINS;
    for (int k = 0; k < BINS; k++) row[k] = (there[k] - here[k]) * weight + here[k];
}

}  // namespace vamen
