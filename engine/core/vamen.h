/* The C interface of vamen's core: parameters, events and a tape in, samples out.
 *
 * magnitudes  float (frames, bins)   linear, of a looped tape; onsets: columns (double), in order; gain: dB, NaN: as
 *                                    that of the tape before
 * parts       uint8 (frames, 2, part_bands)  shares of kick and of snare in the tape, 255: all; the rest is the hats'
 * samples     float (frames, 2)      interleaved stereo, -1..1, at 44 100 Hz
 * clock       int64                  samples since the instrument began
 *
 * The *_new functions allocate; nothing else allocates, locks, logs or makes a system call, but for the clock and the
 * thread priority that the callback asks for in its first call. Pointers to tapes, tables and the segment are borrowed:
 * they must stay valid until they are replaced or their user is freed. An object belongs to one thread at a time.
 * Python reads this file with cffi, so declarations are plain C without macros.
 */
#ifndef VAMEN_H
#define VAMEN_H
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#pragma GCC visibility push(default)
#endif

/* What this library was compiled for; the binding compares it with engine/spec.py. */
typedef struct {
    int32_t rate, fft, hop, frames, steps;
    int32_t quantum;    /* samples that the output chain takes at once, and delays */
    int32_t preroll;    /* samples from the beginning of a jump to the onset that it aims at */
    int32_t parameters; /* that are looked at: the first ones of the table */
    int32_t part_bands; /* in which kick, snare and hats share a column */
    int32_t step_values; /* index of the first value of a sixteenth, set as a parameter: see engine/controls.py */
    double ceiling;     /* of the limiter, 0..1 */
} vamen_geometry;

typedef struct { /* parts may be NULL: all of it belongs to the hats */
    const float* magnitudes; const double* onsets; int32_t frames, count; double gain; const uint8_t* parts;
} vamen_tape;
typedef struct { int32_t look_ahead, iterations; float momentum; } vamen_quality;
/* Numbers made once: phase turns of the side signal (bins); offsets in columns of a playhead that stands; and for each
 * bin the part band below it, at most the last but one, and its way from there to the next, 0..1. */
typedef struct {
    const float *turn_re, *turn_im; const double* wander; int32_t wander_count;
    const int32_t* part_band; const float* part_weight;
} vamen_tables;

typedef struct vamen_griffin_lim vamen_griffin_lim;
typedef struct vamen_instrument vamen_instrument;
typedef struct vamen_player vamen_player;

const vamen_geometry* vamen_core_geometry(void);

/* Streaming phase retrieval: rows of magnitudes in, one hop of samples out. */
vamen_griffin_lim* vamen_griffin_lim_new(vamen_quality quality);
void vamen_griffin_lim_free(vamen_griffin_lim* griffin_lim);
void vamen_griffin_lim_restart(vamen_griffin_lim* griffin_lim, const float* magnitudes); /* NULL: silence before */
void vamen_griffin_lim_hop(vamen_griffin_lim* griffin_lim, const float* magnitudes, int32_t retro, float* samples);
double vamen_griffin_lim_change(const vamen_griffin_lim* griffin_lim, const float* magnitudes);
/* Copies the whole state out, or in when `store`; returns its size in floats. `state` may be NULL. */
int32_t vamen_griffin_lim_state(vamen_griffin_lim* griffin_lim, float* state, int32_t store);

/* The instrument. */
typedef struct {
    int64_t clock;   /* samples handed out */
    int64_t made;    /* the first sample that an event can still change */
    int64_t late;    /* events whose sample had been made when they came */
    int64_t refused; /* events that found no room */
    int64_t faults;  /* hops that were not finite */
    int32_t playing, silent;
    double beat, frame, straight; /* of the sample that is handed out next */
    double peak;                  /* largest sample since the last look */
    double reduction;             /* 1 - the limiter's lowest gain since the last look */
} vamen_state;

vamen_instrument* vamen_instrument_new(vamen_tape tape, vamen_quality quality, vamen_tables tables);
void vamen_instrument_free(vamen_instrument* instrument);
void vamen_instrument_reset(vamen_instrument* instrument);
void vamen_instrument_set(vamen_instrument* instrument, int32_t first, const double* values, int32_t count);
void vamen_instrument_load(vamen_instrument* instrument, vamen_tape tape);
void vamen_instrument_schedule(vamen_instrument* instrument, int32_t action, int32_t index, double value, int64_t at);
void vamen_instrument_resume(vamen_instrument* instrument, double beat, double straight, int64_t ago);
void vamen_instrument_fade_out(vamen_instrument* instrument);
/* Whether kick, snare and hats are made as sound of their own. */
void vamen_instrument_split(vamen_instrument* instrument, int32_t parts);
/* `parts`: where kick, snare and hats go, (frames, 2) each; NULL: nowhere. */
void vamen_instrument_process(vamen_instrument* instrument, float* samples, int32_t frames, float* const* parts);
vamen_state vamen_instrument_look(vamen_instrument* instrument); /* forgets peak and reduction */

/* The instrument under a sound card, over a segment of shared memory (engine/realtime/shared_memory.py). */
typedef struct { int64_t action, index; double value; int64_t at; } vamen_event;
typedef struct { int64_t clock, kind, number; double value; int64_t at; } vamen_entry;
typedef struct { int64_t clock; double at; } vamen_mark;
typedef struct {
    double output_time, clock, beat, frame, playing, peak, load, underruns, errors, latency, rate, block, ahead, late,
        base_frame, delay, reduction;
} vamen_meters;

typedef struct { /* where the parts of the segment lie, and their sizes */
    int64_t *parameters_sequence, *meters_sequence; double* parameters; vamen_meters* meters;
    int64_t *ring_head, *ring_tail; vamen_event* events; int32_t event_count;
    int64_t *tape_newest, *tape_reading; char* tapes;
    int32_t tape_count, tape_size, onsets_at, count_at, gain_at, number_at, parts_at, onsets_most;
    int64_t *monitor_end, *monitor_calls; float* monitor_samples; vamen_mark* monitor_marks;
    int32_t monitor_size, monitor_mark_count;
    int64_t* log_count; vamen_entry* log_entries; int32_t log_size;
    int64_t* steps_sequence; double* step_values; int32_t step_size; /* of each sixteenth, that many numbers apart */
} vamen_segment;

typedef struct { /* what an output is like; the last three may be written while it plays */
    int32_t rate, channels, priority; /* Hz; of a frame; real-time priority of the callback's thread, 0: leave it */
    int32_t parts;                    /* how many of kick, snare and hats are on pairs of channels behind the first */
    int32_t numbered;                 /* a judge's: the right channel carries the number of each sample / 2^24 */
    int64_t stopping;                 /* not 0: fade out */
    int64_t silent;                   /* set by the player once that is over */
    double latency;                   /* seconds, where the callback is not told the time at which a block is heard */
    int64_t calls;                    /* counted by the player */
} vamen_output;

vamen_player* vamen_player_new(vamen_segment segment, vamen_output* output, vamen_quality quality, vamen_tables tables);
void vamen_player_free(vamen_player* player);
/* A block for a card that asked for it at `now` and plays its first frame `lead` seconds later; below 0: not known. */
void vamen_player_play(vamen_player* player, float* samples, int32_t frames, double now, double lead, int32_t underrun);
/* The same as a PaStreamCallback; `user` is the player. */
int vamen_player_callback(const void* input, void* output, unsigned long frames, const void* time, unsigned long flags,
                          void* user);

#ifdef __cplusplus
#pragma GCC visibility pop
}
#endif
#endif
