// Wild input into a player: random events, parameters and tapes, values that are no numbers, words that no writer would write.
//
// in   seconds, seed, "threads" where a second thread shall write the segment
// out  "seed S" as each round begins, and its errors; then "rounds R blocks B errors E peak P"
//
// A round is a new segment under a new player, and seeds are consecutive: `stress 0 S` repeats the round of seed S, but for
// the time of day and, with threads, what meets what. Every sample must be finite and within the ceiling.
#include <stdio.h>
#include <stdlib.h>

#include <chrono>
#include <thread>

#include "segment.hpp"

static int64_t errors, blocks;
static double peak;

static double seconds() { return 1e-9 * double(std::chrono::steady_clock::now().time_since_epoch().count()); }

static void fill_wildly(Slot& slot, Random& random) {
    fill_with_beats(slot, random);
    const int kind = int(random.below(7));
    for (float& cell : slot.magnitudes) {
        if (kind == 1 && random.once_in(100)) cell = float(random.wild());
        if (kind == 2) cell *= 1e-39f;  // denormal, and zero
        if (kind == 3) cell *= -1e5f;
        if (kind == 4) cell *= float(random.from(0, 3e36));
        if (kind == 5) cell = cell > 1 ? 3.4e38f : 0;
    }
    for (double& onset : slot.onsets)
        if (kind > 3) onset = random.once_in(3) ? random.wild() : random.from(-600, 1200);
    if (random.once_in(3)) slot.count = random.once_in(2) ? random.wild_word() : random.below(ONSETS + 1);
    slot.number = random.wild_word();
    if (kind) slot.parts[random.below(sizeof slot.parts)] = uint8_t(random.bits());
    slot.gain = random.once_in(2) ? random.wild() : random.from(-20, 30);
}

static void change_wildly(Segment& segment, Random& random) {
    double* const values = segment.chosen.at;
    const int64_t at = segment.near() + random.below(9000) - 4000;
    switch (random.below(10)) {
    case 0: values[random.below(PARAMETERS)] = random.wild(); break;
    case 1: values[random.below(PARAMETERS)] = random.from(-5, 5); break;
    case 2: values[TEMPO] = random.from(1, 2000), values[SPEED] = random.from(-64, 64); break;
    case 3: values[WIDTH] = random.from(0, 4), values[LEVEL] = random.from(-70, 60); break;
    case 4: segment.push({random.wild_word(), random.wild_word(), random.wild(), random.wild_word()}); break;
    case 5: segment.push({1 + random.below(6), random.wild_word() % INT32_MAX, random.wild(), random.wild_word()}); break;
    case 6:
        for (int64_t count = random.below(600); count; count--) segment.push({SLICE, count, random.from(0, 1), at + count / 64});
        break;
    case 7: segment.edits.at[random.below(STEPS * STEP_SIZE)] = random.once_in(2) ? random.wild() : random.from(0, 1); break;
    default: change_something(segment, random);
    }
    if (random.once_in(20)) segment.write_tape([&](Slot& slot) { fill_wildly(slot, random); });
}

static void break_a_word(Segment& segment, Random& random) {  // that its writer, or a stranger, might leave behind
    Segment::Words& words = segment.words;
    int64_t* const any[] = {&words.parameters, &words.head, &words.tail, &words.newest, &words.calls, &words.count, &words.meters, &words.steps};
    put(any[random.below(8)], random.wild_word());
    if (random.once_in(4)) put(&words.newest, random.below(TAPES));
}

static void break_the_beginning(Segment& segment, Random& random) {
    for (int64_t count = random.below(6); count; count--) break_a_word(segment, random);
    double* const meters = &segment.meters->output_time;
    for (size_t i = 0; i < sizeof(vamen_meters) / 8; i++) meters[i] = random.once_in(3) ? random.wild() : random.from(0, 1000);
    if (random.once_in(2)) segment.meters->output_time = seconds() - random.from(0, 4000);
    segment.words.reading = random.wild_word(), segment.words.end = random.wild_word();
}

static void look(Segment& segment) {  // as the control process does
    get(&segment.words.meters), get_words(segment.meters.get());
    const uint64_t end = uint64_t(get(&segment.words.end));
    for (uint64_t n = 1; n < 64; n++) get_words((Word*)segment.samples.get() + (end - n) % TAP);
    get_words(&segment.marks[(uint64_t(get(&segment.words.calls)) - 1) % MARKS]);
    get_words(&segment.entries[(uint64_t(get(&segment.words.count)) - 1) % ENTRIES]);
}

static void check(const float* samples, int64_t count, const vamen_meters& meters, double ceiling) {
    for (int64_t n = 0; n < count; n++) {
        if (std::fabs(samples[n]) > peak) peak = std::fabs(samples[n]);
        if (std::fabs(samples[n]) <= ceiling) continue;
        if (errors++ < 20) printf("a sample is %g at %g Hz\n", samples[n], meters.rate);
        break;
    }
    // what adds up must not become a NaN for good
    if (!count || std::isfinite(meters.underruns) + std::isfinite(meters.errors) + std::isfinite(meters.late) == 3) return;
    if (errors++ < 20) printf("a meter is no number\n");
}

static void play(uint64_t seed, const Tables& tables, bool threads) {
    printf("seed %llu\n", (unsigned long long)seed);
    Random random{seed};
    Segment segment;
    for (int i = 0; i < TAPES; i++) fill_wildly(segment.slots[i], random);
    if (random.once_in(2)) break_the_beginning(segment, random);
    const int rates[] = {44100, 44100, 48000, 96000, 22050, 44101, 8000, 192000};
    vamen_output output{};
    output.rate = rates[random.below(8)], output.channels = int(1 + random.below(9)), output.latency = random.wild();
    output.parts = int(random.once_in(9) ? random.wild_word() : random.below(4));
    const vamen_quality quality{int(random.below(12)) - 2, int(random.below(8)) - 1, float(random.from(0, 0.99))};
    vamen_player* const player = vamen_player_new(segment.view(), &output, quality, tables.view());
    int64_t ended = 0;
    std::thread writer([&, own = Random{seed ^ 1}]() mutable {
        while (threads && !get(&ended)) {
            change_wildly(segment, own), look(segment);
            if (own.once_in(2000)) break_a_word(segment, own);
            std::this_thread::sleep_for(std::chrono::microseconds(own.below(300)));
        }
    });
    const int64_t most = 60 + random.below(200);
    for (int64_t block = 0; block < most; block++, blocks++) {
        for (int64_t count = random.below(4); !threads && count; count--) change_wildly(segment, random);
        if (!threads && random.once_in(30)) break_a_word(segment, random);
        if (block == most - 20) put(&output.stopping, 1);
        const int frames = random.once_in(20) ? int(random.below(3000)) : int(32 << random.below(4));
        const std::unique_ptr<float[]> samples(new float[size_t(frames) * output.channels]());
        double time[] = {random.wild(), random.wild(), random.from(0, 3)};  // input, now, output
        if (random.once_in(2)) time[1] = time[2] - random.from(0, 0.1);
        if (random.once_in(4)) vamen_player_play(player, samples.get(), frames, random.wild(), random.wild(), 1);
        else vamen_player_callback(nullptr, samples.get(), frames, random.once_in(9) ? nullptr : time, random.bits(), player);
        // a card of another rate also hears what peaks between two samples of ours
        const double ceiling = output.rate == 44100 ? vamen_core_geometry()->ceiling : 1.0;
        check(samples.get(), int64_t(frames) * output.channels, *segment.meters, ceiling);
    }
    put(&ended, 1);
    writer.join();
    vamen_player_free(player);
}

int main(int, char** arguments) {
    setvbuf(stdout, nullptr, _IOLBF, 0);
    const double end = seconds() + atof(arguments[1]);
    const uint64_t first = strtoull(arguments[2], nullptr, 10);
    const Tables tables(Random{first});
    uint64_t seed = first;
    do play(seed, tables, arguments[3]); while (seed++, seconds() < end);
    printf("rounds %lld blocks %lld errors %lld peak %.9g\n", (long long)(seed - first), (long long)blocks, (long long)errors, peak);
    return errors != 0;
}
