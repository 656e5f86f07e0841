"""The sequencer: what the performer does in, the same in time with the beat and what plays by itself out.

controls_layer       what the layers over the controls have in common
modulated_controls   bases + offsets of LFOs and drift, or fills in their place -> values of the instrument
quantised_controls   moves that wait for a beat
gesture_loop         movements of parameters, recorded and played in a loop
modulation           LFOs and drift: beat -> offset
self_play            fills and variations at the ends of phrases
sequencer            all of these as one layer, which a clock calls
"""
