#include "fft.hpp"

#include <cmath>

namespace vamen {
namespace {

constexpr int HALF = FFT / 2;
struct Pair { Lanes re, im; };

struct Twiddles {
    float re[FFT], im[FFT];  // exp(-2 pi i k / FFT)
    Twiddles() {
        for (int k = 0; k < FFT; k++) {
            re[k] = float(std::cos(2 * PI * k / FFT));
            im[k] = float(-std::sin(2 * PI * k / FFT));
        }
    }
};
const Twiddles TWIDDLES;

struct Turn {  // a factor exp(-2 pi i turn / HALF)
    float re, im;
    explicit Turn(int turn) : re(TWIDDLES.re[2 * turn]), im(TWIDDLES.im[2 * turn]) {}
    Pair operator()(Lanes x, Lanes y) const { return {x * re - y * im, x * im + y * re}; }
};

template <int SIZE, int STRIDE> void radix4(const Pair* __restrict in, Pair* __restrict out) {
    constexpr int QUARTER = SIZE / 4;
    for (int p = 0; p < QUARTER; p++) {
        const Turn one(p * STRIDE), two(2 * p * STRIDE), three(3 * p * STRIDE);
        for (int q = 0; q < STRIDE; q++) {
            const Pair *from = in + q + STRIDE * p, a = from[0], b = from[STRIDE * QUARTER];
            const Pair c = from[2 * STRIDE * QUARTER], d = from[3 * STRIDE * QUARTER];
            const Pair ac{a.re + c.re, a.im + c.im}, bd{b.re + d.re, b.im + d.im};
            const Pair apart{a.re - c.re, a.im - c.im}, turned{b.im - d.im, d.re - b.re};  // turned: -i (b - d)
            Pair* to = out + q + STRIDE * 4 * p;
            to[0] = {ac.re + bd.re, ac.im + bd.im};
            to[STRIDE] = one(apart.re + turned.re, apart.im + turned.im);
            to[2 * STRIDE] = two(ac.re - bd.re, ac.im - bd.im);
            to[3 * STRIDE] = three(apart.re - turned.re, apart.im - turned.im);
        }
    }
}

void transform(Pair* data, Pair* scratch) {  // HALF complex numbers, in place
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

inline Lanes& lanes(float* row, int at) { return *reinterpret_cast<Lanes*>(row + at * LANES); }
inline Lanes lanes(const float* row, int at) { return *reinterpret_cast<const Lanes*>(row + at * LANES); }
typedef float Loose __attribute__((vector_size(4 * LANES), aligned(4), may_alias));  // at any address

#if defined(__clang__)
#define VAMEN_MIX(a, b, i, j, k, l) __builtin_shufflevector(a, b, i, j, k, l)
#else
typedef int32_t Order __attribute__((vector_size(4 * LANES)));
#define VAMEN_MIX(a, b, i, j, k, l) __builtin_shuffle(a, b, Order{i, j, k, l})
#endif

inline void transpose(Lanes (&x)[LANES]) {
    const Lanes a = VAMEN_MIX(x[0], x[1], 0, 4, 1, 5), b = VAMEN_MIX(x[0], x[1], 2, 6, 3, 7);
    const Lanes c = VAMEN_MIX(x[2], x[3], 0, 4, 1, 5), d = VAMEN_MIX(x[2], x[3], 2, 6, 3, 7);
    x[0] = VAMEN_MIX(a, c, 0, 1, 4, 5);
    x[1] = VAMEN_MIX(a, c, 2, 3, 6, 7);
    x[2] = VAMEN_MIX(b, d, 0, 1, 4, 5);
    x[3] = VAMEN_MIX(b, d, 2, 3, 6, 7);
}

}  // namespace

void Fourier::forward(LaneFrames& samples, LaneRows& re, LaneRows& im) {
    Pair* z = reinterpret_cast<Pair*>(samples.at);  // even samples are real parts, odd ones imaginary
    transform(z, reinterpret_cast<Pair*>(scratch_.at));
    const Lanes none{};
    lanes(re.at, 0) = z[0].re + z[0].im;
    lanes(re.at, HALF) = z[0].re - z[0].im;
    lanes(im.at, 0) = lanes(im.at, HALF) = none;
    for (int k = 1; k <= HALF / 2; k++) {
        const Pair a = z[k], b = z[HALF - k];
        const Lanes even_re = (a.re + b.re) * 0.5f, even_im = (a.im - b.im) * 0.5f;
        const Lanes odd_re = (a.im + b.im) * 0.5f, odd_im = (b.re - a.re) * 0.5f;
        const float c = TWIDDLES.re[k], s = TWIDDLES.im[k];
        const Lanes turned_re = odd_re * c - odd_im * s, turned_im = odd_re * s + odd_im * c;
        lanes(re.at, k) = even_re + turned_re;
        lanes(im.at, k) = even_im + turned_im;
        lanes(re.at, HALF - k) = even_re - turned_re;
        lanes(im.at, HALF - k) = turned_im - even_im;
    }
}

void Fourier::backward(const LaneRows& re, const LaneRows& im, const float* window, LaneFrames& samples) {
    // Real and imaginary parts are swapped on the way in and out, which makes the forward transform an inverse one.
    Pair* z = reinterpret_cast<Pair*>(samples.at);
    z[0] = {lanes(re.at, 0) - lanes(re.at, HALF), lanes(re.at, 0) + lanes(re.at, HALF)};
    for (int k = 1; k <= HALF / 2; k++) {
        const Lanes a_re = lanes(re.at, k), a_im = lanes(im.at, k);
        const Lanes b_re = lanes(re.at, HALF - k), b_im = lanes(im.at, HALF - k);
        const Lanes sum_re = a_re + b_re, sum_im = a_im - b_im, apart_re = a_re - b_re, apart_im = a_im + b_im;
        const float c = TWIDDLES.re[k], s = TWIDDLES.im[k];
        const Lanes turned_re = apart_re * c + apart_im * s, turned_im = apart_im * c - apart_re * s;
        z[k] = {sum_im + turned_re, sum_re - turned_im};
        z[HALF - k] = {turned_re - sum_im, sum_re + turned_im};
    }
    transform(z, reinterpret_cast<Pair*>(scratch_.at));
    for (int k = 0; k < HALF; k++) z[k] = {z[k].im * window[2 * k], z[k].re * window[2 * k + 1]};
}

void cut(const float* sound, const LaneFrames& window, LaneFrames& frames) {
    for (int n = 0; n < FFT; n += LANES) {
        Lanes block[LANES];
        for (int f = 0; f < LANES; f++) block[f] = *reinterpret_cast<const Loose*>(sound + f * HOP + n);
        transpose(block);
        for (int i = 0; i < LANES; i++) lanes(frames.at, n + i) = block[i] * lanes(window.at, n + i);
    }
}

void shift_lanes(float* row, const float* next, int count) {
    for (int i = 0; i < count; i++) {
        const Lanes following = next ? lanes(next, i) : Lanes{};
        lanes(row, i) = VAMEN_MIX(lanes(row, i), following, 1, 2, 3, 4);
    }
}

void overlap_add(const LaneFrames& frames, float* sound) {
    for (int n = 0; n < FFT; n += LANES) {
        Lanes block[LANES];
        for (int i = 0; i < LANES; i++) block[i] = lanes(frames.at, n + i);
        transpose(block);
        for (int f = 0; f < LANES; f++) *reinterpret_cast<Loose*>(sound + f * HOP + n) += block[f];
    }
}

}  // namespace vamen
