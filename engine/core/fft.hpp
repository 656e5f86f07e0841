// Real Fourier transforms of four frames at once, one frame in each lane of a vector.
//
// samples  float (FFT, LANES)    of four frames, sample by sample
// re, im   float (BINS, LANES)   their spectra
//
// Stockham's radix-4 transform of half the size over complex pairs. All lanes do the same work, so it needs no shuffles
// and gives the same bits with any vector unit.
#pragma once
#include "geometry.hpp"

namespace vamen {

typedef float Lanes __attribute__((vector_size(4 * LANES), may_alias));
typedef float Loose __attribute__((vector_size(4 * LANES), aligned(4), may_alias));  // at any address

struct LaneFrames { alignas(32) float at[FFT * LANES]; };
struct LaneRows { alignas(32) float at[WIDE * LANES]; };
inline Lanes& lanes(float* row, int at) { return *reinterpret_cast<Lanes*>(row + at * LANES); }
inline Lanes lanes(const float* row, int at) { return *reinterpret_cast<const Lanes*>(row + at * LANES); }

#if defined(__clang__)
#define VAMEN_MIX(a, b, i, j, k, l) __builtin_shufflevector(a, b, i, j, k, l)
#else
typedef int32_t Order __attribute__((vector_size(4 * LANES)));
#define VAMEN_MIX(a, b, i, j, k, l) __builtin_shuffle(a, b, Order{i, j, k, l})
#endif

class Fourier {
public:
    void forward(LaneFrames& samples, LaneRows& re, LaneRows& im) {  // `samples` is used as scratch
        Pair* z = reinterpret_cast<Pair*>(samples.at);  // even samples are real parts, odd ones imaginary
        transform(z);
        lanes(re.at, 0) = z[0].re + z[0].im;
        lanes(re.at, HALF) = z[0].re - z[0].im;
        lanes(im.at, 0) = lanes(im.at, HALF) = Lanes{};
        for (int k = 1; k <= HALF / 2; k++) {
            const Pair a = z[k], b = z[HALF - k];
            const Lanes even_re = (a.re + b.re) * 0.5f, even_im = (a.im - b.im) * 0.5f;
            const Pair turned = turn(k, (a.im + b.im) * 0.5f, (b.re - a.re) * 0.5f);
            lanes(re.at, k) = even_re + turned.re;
            lanes(im.at, k) = even_im + turned.im;
            lanes(re.at, HALF - k) = even_re - turned.re;
            lanes(im.at, HALF - k) = turned.im - even_im;
        }
    }

    // FFT times the inverse transform, times `window` (FFT,); imaginary parts of the first and last bin do not count.
    void backward(const LaneRows& re, const LaneRows& im, const float* window, LaneFrames& samples) {
        // Real and imaginary parts are swapped on the way in and out, which makes the forward transform an inverse one.
        Pair* z = reinterpret_cast<Pair*>(samples.at);
        z[0] = {lanes(re.at, 0) - lanes(re.at, HALF), lanes(re.at, 0) + lanes(re.at, HALF)};
        for (int k = 1; k <= HALF / 2; k++) {
            const Pair a{lanes(re.at, k), lanes(im.at, k)}, b{lanes(re.at, HALF - k), lanes(im.at, HALF - k)};
            const Lanes sum_re = a.re + b.re, sum_im = a.im - b.im, apart_re = a.re - b.re, apart_im = a.im + b.im;
            const float c = twiddles_.re[k], s = twiddles_.im[k];
            const Lanes turned_re = apart_re * c + apart_im * s, turned_im = apart_im * c - apart_re * s;
            z[k] = {sum_im + turned_re, sum_re - turned_im};
            z[HALF - k] = {turned_re - sum_im, sum_re + turned_im};
        }
        transform(z);
        for (int k = 0; k < HALF; k++) z[k] = {z[k].im * window[2 * k], z[k].re * window[2 * k + 1]};
    }

private:
    static constexpr int HALF = FFT / 2;
    struct Pair { Lanes re, im; };
    struct Twiddles {
        float re[FFT], im[FFT];  // exp(-2 pi i k / FFT)
        Twiddles() {
            for (int k = 0; k < FFT; k++) re[k] = float(std::cos(2 * PI * k / FFT));
            for (int k = 0; k < FFT; k++) im[k] = float(-std::sin(2 * PI * k / FFT));
        }
    };

    static Pair turn(int k, Lanes x, Lanes y) {
        const float c = twiddles_.re[k], s = twiddles_.im[k];
        return {x * c - y * s, x * s + y * c};
    }

    template <int SIZE, int STRIDE> static void radix4(const Pair* __restrict in, Pair* __restrict out) {
        constexpr int QUARTER = SIZE / 4;
        for (int p = 0; p < QUARTER; p++)
            for (int q = 0; q < STRIDE; q++) {
                const Pair *from = in + q + STRIDE * p, a = from[0], b = from[STRIDE * QUARTER];
                const Pair c = from[2 * STRIDE * QUARTER], d = from[3 * STRIDE * QUARTER];
                const Pair ac{a.re + c.re, a.im + c.im}, bd{b.re + d.re, b.im + d.im};
                const Pair apart{a.re - c.re, a.im - c.im}, turned{b.im - d.im, d.re - b.re};  // turned: -i (b - d)
                Pair* to = out + q + STRIDE * 4 * p;
                to[0] = {ac.re + bd.re, ac.im + bd.im};
                to[STRIDE] = turn(2 * p * STRIDE, apart.re + turned.re, apart.im + turned.im);
                to[2 * STRIDE] = turn(4 * p * STRIDE, ac.re - bd.re, ac.im - bd.im);
                to[3 * STRIDE] = turn(6 * p * STRIDE, apart.re - turned.re, apart.im - turned.im);
            }
    }

    void transform(Pair* data) {  // HALF complex numbers, in place
        Pair* scratch = reinterpret_cast<Pair*>(scratch_.at);
        radix4<512, 1>(data, scratch);
        radix4<128, 4>(scratch, data);
        radix4<32, 16>(data, scratch);
        radix4<8, 64>(scratch, data);
        for (int q = 0; q < HALF / 2; q++) {
            const Pair a = data[q], b = data[q + HALF / 2];
            data[q] = {a.re + b.re, a.im + b.im};
            data[q + HALF / 2] = {a.re - b.re, a.im - b.im};
        }
    }

    static inline const Twiddles twiddles_;
    LaneFrames scratch_;
};

inline void transpose(Lanes (&x)[LANES]) {
    const Lanes a = VAMEN_MIX(x[0], x[1], 0, 4, 1, 5), b = VAMEN_MIX(x[0], x[1], 2, 6, 3, 7);
    const Lanes c = VAMEN_MIX(x[2], x[3], 0, 4, 1, 5), d = VAMEN_MIX(x[2], x[3], 2, 6, 3, 7);
    x[0] = VAMEN_MIX(a, c, 0, 1, 4, 5), x[1] = VAMEN_MIX(a, c, 2, 3, 6, 7);
    x[2] = VAMEN_MIX(b, d, 0, 1, 4, 5), x[3] = VAMEN_MIX(b, d, 2, 3, 6, 7);
}

// From a row of samples to LANES frames that are HOP apart, and back: frame f begins at sound[f * HOP].
inline void cut(const float* sound, const LaneFrames& window, LaneFrames& frames) {
    for (int n = 0; n < FFT; n += LANES) {
        Lanes block[LANES];
        for (int f = 0; f < LANES; f++) block[f] = *reinterpret_cast<const Loose*>(sound + f * HOP + n);
        transpose(block);
        for (int i = 0; i < LANES; i++) lanes(frames.at, n + i) = block[i] * lanes(window.at, n + i);
    }
}

inline void overlap_add(const LaneFrames& frames, float* sound) {
    for (int n = 0; n < FFT; n += LANES) {
        Lanes block[LANES];
        for (int i = 0; i < LANES; i++) block[i] = lanes(frames.at, n + i);
        transpose(block);
        for (int f = 0; f < LANES; f++) *reinterpret_cast<Loose*>(sound + f * HOP + n) += block[f];
    }
}

// Each frame moves one lane down; the last lane becomes the first one of `next`, or silence.
inline void shift_lanes(float* row, const float* next, int count) {
    for (int i = 0; i < count; i++) {
        const Lanes following = next ? lanes(next, i) : Lanes{};
        lanes(row, i) = VAMEN_MIX(lanes(row, i), following, 1, 2, 3, 4);
    }
}

}  // namespace vamen
