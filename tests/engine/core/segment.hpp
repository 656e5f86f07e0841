// A segment in plain memory, written as engine/realtime/shared_memory.py writes it; random numbers, and what a player is told in a busy set.
//
// in   a seed     out   vamen_segment, whose parts are separate blocks of memory: a sanitizer sees an access beyond one
#pragma once
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>

#include "parameters.hpp"
#include "vamen.h"

using namespace vamen;

constexpr int COLUMNS = 512, BINS = 513, EVENTS = 1024, ONSETS = 64, TAPES = 3, WANDER = 4096;
constexpr int TAP = 1 << 17, MARKS = 1024, ENTRIES = 1 << 14;
constexpr int PART_BANDS = 40, STEPS = 32, STEP_SIZE = 21, STEP_VALUES = 2, FIRST_STEP_VALUE = 256;
enum { PLAY = 1, STOP, SLICE, PANIC, SET, LOCATE, RELEASE };

struct Random {  // splitmix64; integers and products only, so that all compilers draw the same
    uint64_t state;
    uint64_t bits() {
        uint64_t z = state += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
    int64_t below(int64_t count) { return int64_t(bits() % uint64_t(count)); }
    bool once_in(int64_t count) { return !below(count); }
    double from(double low, double high) { return low + (high - low) * (double(bits() >> 11) * 0x1p-53); }
    double wild() {
        constexpr double MOST = std::numeric_limits<double>::max(), NONE = std::numeric_limits<double>::quiet_NaN();
        constexpr double VALUES[] = {NONE, HUGE_VAL, -HUGE_VAL, 1e300, -1e300, MOST, 3e38, -1, 0, -0.0, 1e-310, 1e-40, 1e18, 2e9};
        return VALUES[below(sizeof VALUES / sizeof *VALUES)];
    }
    int64_t wild_word() {
        constexpr int64_t VALUES[] = {-1, 3, -3, 1023, 1025, INT64_MAX, INT64_MAX - 1, INT64_MIN, INT64_MIN + 1, 1 << 20, INT32_MAX};
        return once_in(3) ? int64_t(bits()) : VALUES[below(sizeof VALUES / sizeof *VALUES)];
    }
};

struct Tables {
    float re[BINS], im[BINS];
    double wander[WANDER];
    int32_t part_band[BINS];
    float part_weight[BINS];
    explicit Tables(Random random) {
        for (int k = 0; k < BINS; k++) re[k] = float(random.from(-0.7, 0.7)), im[k] = float(random.from(-0.7, 0.7));
        for (double& offset : wander) offset = random.from(-1.5, 1.5);
        for (int k = 0; k < BINS; k++) part_band[k] = k * (PART_BANDS - 1) / BINS, part_weight[k] = float(random.from(0, 1));
    }
    vamen_tables view() const { return {re, im, wander, WANDER, part_band, part_weight}; }
};

struct Slot {
    float magnitudes[COLUMNS * BINS];
    double onsets[ONSETS];
    int64_t count;
    double gain;
    int64_t number;
    uint8_t parts[COLUMNS * 2 * PART_BANDS];
};

inline void fill_with_beats(Slot& slot, Random& random) {  // decaying noise, eight attacks in two bars
    for (int f = 0; f < COLUMNS; f++)
        for (int k = 0; k < BINS; k++) {
            const double after = f % 64 + 1, loudness = 60 / after / (1 + 0.02 * k);
            slot.magnitudes[f * BINS + k] = float(loudness * random.from(0.01, 1) + 1e-7);
        }
    for (int i = 0; i < 8; i++) slot.onsets[i] = 64.0 * i + random.from(0, 1);
    for (uint8_t& share : slot.parts) share = uint8_t(random.below(128));
    slot.count = 8;
    slot.gain = random.from(-20, 30);
}

inline int64_t get(const int64_t* word) { return __atomic_load_n(word, __ATOMIC_ACQUIRE); }
inline void put(int64_t* word, int64_t value) { __atomic_store_n(word, value, __ATOMIC_RELEASE); }
typedef int64_t Word __attribute__((may_alias));
template <class T> void put_words(T* to, const T& value) {  // of memory that the other side may be copying
    for (size_t i = 0; i < sizeof(T) / 8; i++)
        __atomic_store_n((Word*)to + i, ((const Word*)&value)[i], __ATOMIC_RELAXED);
}
template <class T> T get_words(const T* from) {
    T value;
    for (size_t i = 0; i < sizeof(T) / 8; i++) ((Word*)&value)[i] = __atomic_load_n((const Word*)from + i, __ATOMIC_RELAXED);
    return value;
}

struct Segment {
    template <class T> using Many = std::unique_ptr<T[]>;
    template <class T> static Many<T> many(int count) { return Many<T>(new T[count]()); }
    struct Words { int64_t parameters, meters, head, tail, newest, reading, end, calls, count, steps; } words{};
    struct Row {
        double at[PARAMETERS];
        Row() { for (int k = 0; k < PARAMETERS; k++) at[k] = LIMITS[k].start; }
    } chosen;
    std::unique_ptr<Row> parameters{new Row(chosen)};
    struct Grid { double at[STEPS * STEP_SIZE]; } edits{};  // the last of each sixteenth: the probability that it is silent, and its shift
    std::unique_ptr<Grid> steps{new Grid(edits)};
    std::unique_ptr<vamen_meters> meters{new vamen_meters{}};
    Many<vamen_event> events = many<vamen_event>(EVENTS);
    Many<Slot> slots = many<Slot>(TAPES);
    Many<float> samples = many<float>(2 * TAP);
    Many<vamen_mark> marks = many<vamen_mark>(MARKS);
    Many<vamen_entry> entries = many<vamen_entry>(ENTRIES);

    vamen_segment view() {
        constexpr int onsets = offsetof(Slot, onsets), count = offsetof(Slot, count);
        constexpr int gain = offsetof(Slot, gain), number = offsetof(Slot, number), parts = offsetof(Slot, parts);
        return {&words.parameters, &words.meters, parameters->at, meters.get(), &words.head, &words.tail, events.get(), EVENTS,
                &words.newest, &words.reading, (char*)slots.get(), TAPES, sizeof(Slot), onsets, count, gain, number, parts, ONSETS,
                &words.end, &words.calls, samples.get(), marks.get(), TAP, MARKS, &words.count, entries.get(), ENTRIES,
                &words.steps, steps->at + STEP_SIZE - STEP_VALUES, STEP_SIZE};
    }
    int64_t near() const { return get(&words.end) & ((1 << 30) - 1); }  // the player's clock, where it is one
    void write_parameters() { write(&words.parameters, parameters.get(), chosen), write(&words.steps, steps.get(), edits); }
    template <class T> static void write(int64_t* lock, T* to, const T& numbers) {
        const int64_t odd = get(lock) | 1;
        put(lock, odd);
        __atomic_thread_fence(__ATOMIC_SEQ_CST);
        put_words(to, numbers);
        put(lock, int64_t(uint64_t(odd) + 1));
    }
    void push(const vamen_event& event) {
        const uint64_t head = uint64_t(get(&words.head));
        if (head - uint64_t(get(&words.tail)) >= EVENTS) return;
        put_words(&events[head % EVENTS], event);
        put(&words.head, int64_t(head + 1));
    }
    template <class Fill> void write_tape(Fill fill) {
        const int64_t newest = get(&words.newest), reading = get(&words.reading);
        int64_t spare = 0;
        while (spare == newest || spare == reading) spare++;
        fill(slots[spare]);
        put(&words.newest, spare);
        __atomic_thread_fence(__ATOMIC_SEQ_CST);  // shared.py: the time that its interpreter takes until it looks again
    }
};

inline void change_something(Segment& segment, Random& random) {
    const int64_t at = random.once_in(2) ? segment.near() + random.below(4000) : -1;
    double* const values = segment.chosen.at;
    switch (random.below(28)) {
    case 0: segment.push({STOP, 0, 0, at}), segment.push({PLAY, 0, 1, at < 0 ? at : at + 300}); break;
    case 1: segment.push({PANIC, 0, 0, -1}), segment.push({PLAY, 0, 1, -1}); break;
    case 2: segment.push({LOCATE, 0, random.from(0, 64), at}); break;
    case 3: values[FREEZE] = double(random.once_in(3)); break;
    case 4: values[STUTTER] = random.once_in(2) ? 0 : random.from(0.1, random.once_in(4) ? 32 : 8), values[RAMP] = random.from(-1, 1); break;
    case 5: values[REVERSE] = double(random.once_in(2)); break;
    case 6: values[WIDTH] = random.from(0, 1), values[LEVEL] = random.from(-6, 12), values[DRIVE] = random.from(0, 1); break;
    case 7: values[TEMPO] = random.from(40, 300), values[SPEED] = random.from(-4, 4); break;
    case 8: segment.write_tape([&](Slot& slot) { fill_with_beats(slot, random); }); break;
    case 9: segment.push({SET, random.below(PARAMETERS), random.once_in(2) ? random.wild() : random.from(0, 1), at}); break;
    case 10: segment.edits.at[(9 + random.below(4)) * STEP_SIZE - STEP_VALUES] = random.once_in(2) ? 0 : random.from(0, 1.2); break;
    case 11: segment.push({SET, FIRST_STEP_VALUE + (random.once_in(2) ? 8 + random.below(4) : STEPS + random.below(STEPS)), random.once_in(4) ? random.wild() : random.from(-0.5, 1), at}); break;
    case 12: segment.edits.at[(1 + random.below(STEPS)) * STEP_SIZE - 1] = random.once_in(2) ? 0 : random.from(-0.6, 0.6); break;
    case 13: values[SWING] = random.once_in(2) ? 50 : random.from(50, 75), values[HALFTIME] = double(random.once_in(3)); break;
    case 14: values[SCRATCH] = random.from(-4, 4); break;
    case 15: case 16:  // an effect
        for (int64_t count = random.below(4); count; count--) {
            const int64_t k = MONO + random.below(PARAMETERS - MONO);
            values[k] = random.once_in(3) ? LIMITS[k].start : random.from(LIMITS[k].low, LIMITS[k].high);
        }
        break;
    case 17: values[SHUFFLE_CHANCE] = random.once_in(2) ? 0 : random.from(0, 1), values[SHUFFLE_SEED] = double(random.below(100)); break;
    case 18: values[SLICES_MODE] = double(random.below(3)), values[SLICES_ONSETS] = double(random.below(2)); break;
    case 19: segment.push({RELEASE, random.below(32), 0, at}); break;
    case 20: values[MUTE_KICK + random.below(3)] = double(random.once_in(6)); break;
    case 21: segment.push({SET, MUTE_KICK + random.below(3), double(random.once_in(6)), at}); break;
    default: segment.push({SLICE, random.below(32), random.from(0.2, 1), at});
    }
    segment.write_parameters();
}
