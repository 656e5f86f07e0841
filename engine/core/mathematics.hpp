// Elementary functions without a library, written so that loops over them vectorise and give the same bits everywhere.
//
// Polynomials of Moshier's Cephes (log, sine and cosine, arc tangent), within 3e-7; 2 to a power, within 1e-15; Python's
// // and %; and splitmix64.
#pragma once
#include "geometry.hpp"

namespace vamen {

inline float fast_log(float x) {  // x: a normal number above 0
    uint32_t bits;
    std::memcpy(&bits, &x, 4);
    float exponent = float(int32_t(bits >> 23) - 126), mantissa;
    bits = (bits & 0x007fffff) | 0x3f000000;
    std::memcpy(&mantissa, &bits, 4);
    const bool low = mantissa < 0.707106781186547524f;
    exponent -= low ? 1.0f : 0.0f;
    const float m = (low ? mantissa + mantissa : mantissa) - 1.0f, square = m * m;
    float y = 7.0376836292e-2f;
    y = ((y * m - 1.1514610310e-1f) * m + 1.1676998740e-1f) * m - 1.2420140846e-1f;
    y = ((y * m + 1.4249322787e-1f) * m - 1.6668057665e-1f) * m + 2.0000714765e-1f;
    y = (y * m - 2.4999993993e-1f) * m + 3.3333331174e-1f;
    y = y * m * square + exponent * -2.12194440e-4f - 0.5f * square;
    return m + y + exponent * 0.693359375f;
}

struct Reduced { float rest; int32_t quadrant; };  // an angle: -pi/4..pi/4, and which quarter turn it belongs to

inline Reduced reduce(double angle) {
    constexpr double ROUND = 6755399441055744.0;  // 1.5 * 2^52: adding it leaves a whole number in the low bits
    const double turns = angle * (2 / PI) + ROUND;
    int64_t bits;
    std::memcpy(&bits, &turns, 8);
    return {float(angle - (turns - ROUND) * (PI / 2)), int32_t(bits)};
}

inline void fast_sincos(Reduced angle, float& sine, float& cosine) {
    const float r = angle.rest, z = r * r;
    const float s = ((-1.9515295891e-4f * z + 8.3321608736e-3f) * z - 1.6666654611e-1f) * z * r + r;
    const float c =
        ((2.443315711809948e-5f * z - 1.388731625493765e-3f) * z + 4.166664568298827e-2f) * z * z - 0.5f * z + 1.0f;
    const bool swap = angle.quadrant & 1;
    const float a = swap ? c : s, b = swap ? s : c;
    sine = angle.quadrant & 2 ? -a : a;
    cosine = (angle.quadrant + 1) & 2 ? -b : b;
}

inline void fast_sincos(double angle, float& sine, float& cosine) { fast_sincos(reduce(angle), sine, cosine); }

inline float fast_atan2(float y, float x) {
    const float ax = std::fabs(x), ay = std::fabs(y), high = std::max(ax, ay), low = std::min(ax, ay);
    const float t = low / std::max(high, 1e-30f);
    const bool far = t > 0.41421356f;
    const float r = far ? (t - 1.0f) / (t + 1.0f) : t, z = r * r;
    float a = ((8.05374449538e-2f * z - 1.38776856032e-1f) * z + 1.99777106478e-1f) * z - 3.33329491539e-1f;
    a = a * z * r + r;
    a += far ? float(PI / 4) : 0.0f;
    a = ay > ax ? float(PI / 2) - a : a;
    a = std::signbit(x) ? float(PI) - a : a;  // also of -0, as in silence
    return std::copysign(a, y);
}

inline double power_of_two(double exponent) {
    constexpr double LOG_2 = 0.693147180559945309;
    const double whole = std::nearbyint(exponent), x = (exponent - whole) * LOG_2;
    double sum = 1;
    for (int n = 14; n; n--) sum = 1 + sum * x / n;
    return std::ldexp(sum, int(whole));
}

inline double modulo(double a, double b) {  // of b's sign, as Python's %
    const double rest = std::fmod(a, b);
    if (rest == 0) return std::copysign(0.0, b);
    return (b < 0) != (rest < 0) ? rest + b : rest;
}

inline double floor_divide(double a, double b) {  // as Python's //
    const double exact = (a - modulo(a, b)) / b, floored = std::floor(exact);
    return exact - floored > 0.5 ? floored + 1 : floored;
}

constexpr uint64_t GOLDEN = 0x9e3779b97f4a7c15;

inline uint64_t mixed(uint64_t bits) {  // a number that looks random, another one for each
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
    return bits ^ (bits >> 31);
}

inline double unit(uint64_t bits) { return double(bits >> 11) * 0x1p-53; }  // from 0 to below 1

}  // namespace vamen
