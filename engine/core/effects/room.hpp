// A short room behind the dry sound: a feedback delay network of eight lines, 60 dB in 0.3 s, high frequencies sooner.
//
// in   mid        out  mid, and a side that is as loud as the width says and vanishes when left and right are added
//
// `room` is how much goes into the lines, so the tail rings out when it is turned down or bypassed; 0 and silence is off.
// All delays are longer than a quantum, so a whole quantum leaves the lines before it enters them.
#pragma once
#include "../mathematics.hpp"
#include "../quantum.hpp"

namespace vamen {

class Room {
public:
    void set(const double* values) { send_.set(target(values)); }
    void hush() { hushed_ = ringing_ > 0; }  // fade the tail

    void operator()(Quantum& quantum, const double* values) {
        send_.follow(target(values));
        if (!send_.off()) ringing_ = RINGING;
        if (!ringing_) return;
        heard_.follow(!hushed_);
        float lines[LINES][QUANTUM];
        for (int i = 0; i < LINES; i++) leave(i, lines[i]);
        float entering[QUANTUM];
        for (int n = 0; n < QUANTUM; n++) entering[n] = float(send_.at(n)) * quantum.mid[n];
        add(lines, quantum);
        mix(lines);
        for (int i = 0; i < LINES; i++)
            for (int n = 0; n < QUANTUM; n++) line_[i][at_ + n] = entering[n] + FEEDBACK[i] * lines[i][n];
        at_ = (at_ + QUANTUM) % LENGTH;
        ringing_--;
        if (heard_.off() || !ringing_) *this = Room(send_);
    }

    Room() = default;

private:
    static constexpr int LINES = 8, LENGTH = 1024, RINGING = RATE / QUANTUM;  // quanta: 1 s, in which it falls by 200 dB
    static constexpr int DELAY[LINES] = {331, 397, 463, 547, 631, 719, 823, 941};  // samples, without common factors
    static constexpr float FEEDBACK[LINES] = {  // 10^(-3 delay / 0.3 s) / sqrt(LINES)
        0.297449f, 0.287375f, 0.277642f, 0.265717f, 0.254304f, 0.242889f, 0.230057f, 0.216291f};
    static constexpr float BRIGHT = 0.75f;  // of two samples, the later one's part: 3 dB less at 8 kHz, in each pass
    static constexpr float MID = 0.27f, SIDE = 0.19f;

    explicit Room(const Smoothed& send) : send_(send) {}

    static double target(const double* values) { return values[BYPASS_ROOM] > 0 ? 0.0 : values[ROOM]; }

    void leave(int i, float* samples) const {
        const int from = at_ + LENGTH - DELAY[i];
        for (int n = 0; n < QUANTUM; n++) {
            const float sample = line_[i][(from + n) % LENGTH], before = line_[i][(from + n - 1) % LENGTH];
            samples[n] = BRIGHT * sample + (1 - BRIGHT) * before;
        }
    }

    void add(const float (*lines)[QUANTUM], Quantum& quantum) const {
        const float before = float(heard_.before), after = float(heard_.value);
        for (int n = 0; n < QUANTUM; n++) {
            const float even = lines[0][n] + lines[4][n] - lines[2][n] - lines[6][n];
            const float odd = lines[1][n] + lines[5][n] - lines[3][n] - lines[7][n];
            const float heard = between(before, after, n);
            quantum.mid[n] += heard * MID * (even + odd);
            quantum.side[n] += heard * SIDE * (even - odd);
        }
    }

    static void mix(float (*lines)[QUANTUM]) {  // Hadamard's matrix: every line goes to all, none louder than another
        for (int apart = 1; apart < LINES; apart *= 2)
            for (int i = 0; i < LINES; i++)
                if (!(i & apart))
                    for (int n = 0; n < QUANTUM; n++) {
                        const float a = lines[i][n], b = lines[i + apart][n];
                        lines[i][n] = a + b, lines[i + apart][n] = a - b;
                    }
    }

    Smoothed send_, heard_{1};
    int ringing_ = 0, at_ = 0;  // quanta until the tail is over; where the next one enters
    bool hushed_ = false;
    float line_[LINES][LENGTH] = {};
};

}  // namespace vamen
