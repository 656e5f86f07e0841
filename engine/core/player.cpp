// The instrument under a sound card: shared memory in, blocks of samples out, meters into shared memory.
//
// in    parameters and values of sixteenths (sequence locks), events (ring), tapes (three slots)
// out   meters (sequence lock), monitor, event log
//
// Every word of the segment has one writer (see engine/realtime/shared_memory.py); nothing here waits. A value that is
// being written is read a block later. What is read is checked: its writer may have exited in the middle.
#include "instrument.hpp"
#include "resampler.hpp"
#include "stream_clock.hpp"

#if defined(__linux__)
#include <sched.h>
#endif
#if defined(_WIN32)
#include <chrono>
#else
#include <time.h>
#endif

using namespace vamen;

namespace {


enum Kind : int64_t { BEGIN = 0, CHANGED = 1, TAPE = 2, END = 3, EVENT = 16 };  // as engine/realtime/event_log.py
constexpr int EVENTS_AT_ONCE = 64;                  // the rest waits for the next block
constexpr int64_t FAR = RATE;                       // samples; a later event means the clock of a player that has ended
constexpr double LONGEST_GAP = 3600;                // seconds between two players
constexpr unsigned long OUTPUT_UNDERFLOW = 4;       // paOutputUnderflow
constexpr double HOPELESS = 2;                      // seconds; a driver that reports more delay has miscounted

struct TimeInfo { double input, now, output; };  // PaStreamCallbackTimeInfo

int64_t load(const int64_t* word) { return __atomic_load_n(word, __ATOMIC_ACQUIRE); }
void store(int64_t* word, int64_t value) { __atomic_store_n(word, value, __ATOMIC_RELEASE); }
int64_t next(int64_t count) { return int64_t(uint64_t(count) + 1); }  // wraps, as the count may be anything
double sane(double value) { return std::isfinite(value) ? value : 0.0; }

// A copy of what another process may write, or read, at this very moment: by words, none of which is torn.
typedef int64_t Word __attribute__((may_alias));
template <class T> void copy_words(const T* from, T* to, int count = 1) {
    static_assert(sizeof(T) % sizeof(Word) == 0);
    const Word* in = reinterpret_cast<const Word*>(from);
    Word* out = reinterpret_cast<Word*>(to);
    for (size_t i = 0; i < count * sizeof(T) / sizeof(Word); i++)
        __atomic_store_n(out + i, __atomic_load_n(in + i, __ATOMIC_RELAXED), __ATOMIC_RELAXED);
}

template <class T> void append(const T& item, T* ring, int size, int64_t* written) {
    const int64_t count = load(written);
    copy_words(&item, ring + uint64_t(count) % uint64_t(size));
    store(written, next(count));
}

double seconds() {  // of the clock that all processes share: time.perf_counter
#if defined(_WIN32)
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
#elif defined(__APPLE__)
    return 1e-9 * double(clock_gettime_nsec_np(CLOCK_UPTIME_RAW));
#else
    timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return double(time.tv_sec) + 1e-9 * double(time.tv_nsec);
#endif
}

struct PeakHold {  // the largest value of the last `span` to 2 * `span` seconds
    double span, since = 0, before = 0, present = 0;

    double operator()(double value, double now) {
        if (now - since >= span) before = present, present = 0, since = now;
        present = std::max(present, value);
        return std::max(before, present);
    }
};

class Player {
public:
    Player(const vamen_segment& segment, vamen_output& output, Quality quality, const Tables& tables)
        : segment_(segment), output_(output), past_(*segment.meters), slot_(claim_tape()),
          instrument_(tape(), quality, tables), clock_(output.rate) {
        instrument_.split(pairs() > 1);
        for (int pair = 0; output.rate != RATE && pair <= (pairs() > 1 ? PARTS : 0); pair++) resamplers_.emplace_back(output.rate);
        store(&output_.silent, 0);
    }

    void play(float* samples, int frames, double now, double lead, bool underrun) {
        if (frames <= 0) return;
        const double began = seconds();
        underruns_ += underrun;
        clock_.called(position(), frames, now, lead);
        take_changes(now);
        append<vamen_mark>({instrument_.clock(), now}, segment_.monitor_marks, segment_.monitor_mark_count,
                           segment_.monitor_calls);
        const int channels = output_.channels;
        for (int done = 0; done < frames; done += Resampler::CHUNK) {
            const int count = std::min(frames - done, Resampler::CHUNK);
            render(count);
            float* out = samples + size_t(done) * channels;
            for (int n = 0; n < count; n++, out += channels)
                for (int c = 0; c < channels; c++) {
                    const float* const pair = stereo_[std::min(c / 2, int(PARTS))] + 2 * n;
                    const bool alone = c % 2 == 0 && c + 1 == channels;  // without a channel for the right
                    out[c] = c / 2 >= pairs() ? 0 : alone ? (pair[0] + pair[1]) / 2 : pair[c % 2];
                }
        }
        if (output_.numbered && channels > 1)
            for (int n = 0; n < frames; n++)
                samples[size_t(n) * channels + 1] =
                    float((instrument_.clock() - frames + n) % 16777215 + 1) / 16777216.0f;
        publish(now, began, frames);
        store(&output_.calls, output_.calls + 1);  // last: with it, all that was published holds
    }

    void set_priority() {  // of the calling thread, if that is wanted; only the first call does something
        if (prioritised_) return;
        prioritised_ = true;
#if defined(__linux__)
        if (output_.priority <= 0) return;
        const int policy = sched_getscheduler(0) & ~SCHED_RESET_ON_FORK;
        if (policy == SCHED_FIFO || policy == SCHED_RR) return;
        sched_param parameter{};
        parameter.sched_priority = output_.priority;
        sched_setscheduler(0, SCHED_FIFO, &parameter);  // without the right it is refused, and nothing else changes
#endif
    }

private:
    void take_changes(double now) {
        const bool resuming = !begun_ && past_.playing > 0;
        if (!begun_) {
            write_entry(BEGIN, resuming, 0);
            write_entry(TAPE, tape_word(segment_.number_at), 0);
        }
        take_parameters();
        if (load(segment_.tape_newest) != slot_) {
            const int64_t slot = claim_tape();
            if (std::exchange(slot_, slot) != slot) {  // else there is no such tape
                instrument_.load(tape());
                write_entry(TAPE, tape_word(segment_.number_at), 0);
            }
        }
        if (resuming) {
            const double gap = std::clamp(sane(now - past_.output_time), 0.0, LONGEST_GAP);
            const double beat = std::clamp(sane(past_.beat), -MAX_BEAT, MAX_BEAT);
            const double frame = std::clamp(sane(past_.base_frame), 0.0, double(FRAMES));
            instrument_.resume(beat, frame, int64_t(gap * RATE + 0.5));
        }
        begun_ = true;
        take_events();
        if (!fading_ && load(&output_.stopping)) {
            fading_ = true;
            instrument_.fade_out();
            write_entry(END, 0, 0);
        }
    }

    // Those that have been written since the last time; others stay: some come as events, for a sample.
    void take_parameters() {
        double values[1][PARAMETERS], steps[STEPS][STEP_VALUES];
        if (read(segment_.parameters_sequence, parameters_seen_, segment_.parameters, 0, values))
            for (int k = 0; k < PARAMETERS; k++)
                if (!begun_ || values[0][k] != known_[k]) change(k, known_[k] = values[0][k]);
        if (read(segment_.steps_sequence, steps_seen_, segment_.step_values, segment_.step_size, steps))
            for (int k = 0; k < STEPS; k++)
                for (int which = 0; which < STEP_VALUES; which++)
                    if (double& known = known_steps_[k][which]; steps[k][which] != known)
                        change(FIRST_STEP_VALUE + which * STEPS + k, known = steps[k][which]);
    }

    void change(int parameter, double value) {
        instrument_.set(parameter, value);
        write_entry(CHANGED, parameter, value);
    }

    // Rows of numbers under a sequence lock, `apart` from each other; false: not a new whole.
    template <int ROWS, int WIDTH>
    static bool read(const int64_t* lock, int64_t& seen, const double* from, int apart, double (&into)[ROWS][WIDTH]) {
        const int64_t sequence = load(lock);
        if (sequence == seen || sequence % 2) return false;
        for (int k = 0; k < ROWS; k++) copy_words(from + k * apart, into[k], WIDTH);
        __atomic_thread_fence(__ATOMIC_ACQUIRE);
        if (load(lock) != sequence) return false;
        seen = sequence;
        return true;
    }

    void take_events() {
        const uint64_t head = uint64_t(load(segment_.ring_head));
        uint64_t tail = uint64_t(load(segment_.ring_tail));
        if (head - tail > uint64_t(segment_.event_count)) faults_++, tail = head;  // not a ring: forget what it held
        for (int k = 0; k < EVENTS_AT_ONCE && tail != head; k++, tail++) {
            vamen_event event;
            copy_words(&segment_.events[tail % uint64_t(segment_.event_count)], &event);
            if (event.action < PLAY || event.action > RELEASE || event.index < INT32_MIN || event.index > INT32_MAX) {
                faults_++;
                continue;
            }
            const int64_t at = event.at < instrument_.clock() + FAR ? std::max<int64_t>(event.at, -1) : -1;
            write_entry(EVENT + event.action, event.index, event.value, at);
            instrument_.schedule({int32_t(event.action), int32_t(event.index), event.value, at, 0});
        }
        store(segment_.ring_tail, int64_t(tail));
    }

    // Marks the newest tape as read, so that the writer leaves it alone. Out of range, the one before stays.
    int64_t claim_tape() {
        int64_t held = std::clamp<int64_t>(load(segment_.tape_reading), 0, segment_.tape_count - 1);
        store(segment_.tape_reading, held);  // a writer must know it also where there is no newest one
        for (int tries = 0; tries < 8; tries++) {
            const int64_t slot = load(segment_.tape_newest);
            if (slot < 0 || slot >= segment_.tape_count) break;
            store(segment_.tape_reading, held = slot);
            __atomic_thread_fence(__ATOMIC_SEQ_CST);       // the store must be seen before the word is read again
            if (load(segment_.tape_newest) == slot) break;  // else the writer may have taken this very slot
        }
        return held;
    }

    int64_t tape_word(int offset) const {
        return load(reinterpret_cast<int64_t*>(segment_.tapes + slot_ * segment_.tape_size + offset));
    }

    Tape tape() const {
        char* at = segment_.tapes + slot_ * segment_.tape_size;
        const int onsets = int(std::clamp<int64_t>(tape_word(segment_.count_at), 0, segment_.onsets_most));
        const int64_t word = tape_word(segment_.gain_at);
        double gain;
        std::memcpy(&gain, &word, sizeof gain);
        return {reinterpret_cast<float*>(at), reinterpret_cast<double*>(at + segment_.onsets_at), FRAMES, onsets, gain,
                reinterpret_cast<uint8_t*>(at + segment_.parts_at)};
    }

    int pairs() const { return 1 + std::clamp(output_.parts, 0, int(PARTS)); }  // of channels, that are played

    void render(int frames) {  // into stereo_
        const int count = resamplers_.empty() ? frames : resamplers_[0].missing(frames);
        float* made[1 + PARTS];
        for (int pair = 0; pair <= PARTS; pair++) made[pair] = stereo_[pair];
        for (size_t pair = 0; pair < resamplers_.size(); pair++) made[pair] = resamplers_[pair].room();
        instrument_.process({made[0], pairs() > 1 ? made + 1 : nullptr, count});
        write_tap(made[0], count);
        for (size_t pair = 0; pair < resamplers_.size(); pair++) {
            resamplers_[pair].take(stereo_[pair], frames, count);
            for (float& sample : stereo_[pair]) sample = std::clamp(sample, -1.0f, 1.0f);  // peaks between ours
        }
    }

    void write_tap(const float* samples, int frames) {  // that have just been made
        const int64_t size = segment_.monitor_size, begin = instrument_.clock() - frames;
        struct Pair { float left, right; };
        const Pair* from = reinterpret_cast<const Pair*>(samples);
        Pair* to = reinterpret_cast<Pair*>(segment_.monitor_samples);
        for (int n = 0; n < frames; n++) copy_words(from + n, to + (begin + n) % size);
        store(segment_.monitor_end, begin + frames);
    }

    void write_entry(int64_t kind, int64_t which, double value, int64_t at = -1) {
        append<vamen_entry>({instrument_.clock(), kind, which, value, at}, segment_.log_entries, segment_.log_size,
               segment_.log_count);
    }

    void publish(double now, double began, int frames) {
        const vamen_state one = instrument_.look();
        if (one.silent) store(&output_.silent, 1);
        vamen_meters meters;
        meters.output_time = clock_.handed_over(double(one.clock));
        meters.clock = double(one.clock);
        meters.beat = one.beat, meters.frame = one.frame, meters.base_frame = one.straight;
        meters.playing = one.playing;
        meters.peak = peak_(one.peak, now);
        meters.load = load_((seconds() - began) * output_.rate / frames, now);
        meters.underruns = sane(past_.underruns) + double(underruns_);
        meters.errors = sane(past_.errors) + double(one.refused + one.faults + faults_);
        meters.late = sane(past_.late) + double(one.late);
        meters.latency = clock_.latency(output_.latency);
        meters.delay = Instrument::latency;
        meters.reduction = reduction_(one.reduction, now);
        meters.rate = output_.rate, meters.block = clock_.block();
        meters.ahead = ahead_((double(one.made) - position()) / RATE, now);
        const int64_t odd = load(segment_.meters_sequence) | 1;  // already odd where a writer exited in between
        store(segment_.meters_sequence, odd);
        __atomic_thread_fence(__ATOMIC_SEQ_CST);
        copy_words(&meters, segment_.meters);
        store(segment_.meters_sequence, next(odd));
    }

    double position() const { return resamplers_.empty() ? double(instrument_.clock()) : resamplers_[0].position(); }

    const vamen_segment segment_;
    vamen_output& output_;
    const vamen_meters past_;  // of the player before this one: counts go on, and so does the beat
    int64_t slot_;  // of the tape that is read
    Instrument instrument_;
    std::vector<Resampler> resamplers_;  // of each pair; none where the card has our rate
    StreamClock clock_;
    PeakHold peak_{0.03}, reduction_{0.03}, load_{1.0}, ahead_{1.0};  // 30 a second: a screen shows them as movement
    double known_[PARAMETERS] = {}, known_steps_[STEPS][STEP_VALUES] = {};
    int64_t parameters_seen_ = -1, steps_seen_ = -1, underruns_ = 0, faults_ = 0;
    bool begun_ = false, fading_ = false, prioritised_ = false;
    float stereo_[1 + PARTS][2 * Resampler::CHUNK] = {};  // the mix, kick, snare and hats
};

}  // namespace

struct vamen_player : Player { using Player::Player; };

extern "C" {

vamen_player* vamen_player_new(vamen_segment segment, vamen_output* output, vamen_quality quality,
                               vamen_tables tables) {
    return new vamen_player(segment, *output, quality, tables);
}
void vamen_player_free(vamen_player* player) { delete player; }
void vamen_player_play(vamen_player* player, float* samples, int32_t frames, double now, double lead,
                       int32_t underrun) {
    player->play(samples, frames, now, lead, underrun);
}

int vamen_player_callback(const void*, void* output, unsigned long frames, const void* time, unsigned long flags,
                          void* user) {
    Player& player = *static_cast<vamen_player*>(user);
    player.set_priority();
    const TimeInfo* info = static_cast<const TimeInfo*>(time);
    const double lead = info && info->output > 0 ? info->output - info->now : -1;
    player.play(static_cast<float*>(output), int(frames), seconds(), 0 < lead && lead < HOPELESS ? lead : -1,
                flags & OUTPUT_UNDERFLOW);
    return 0;
}

}  // extern "C"
