/**
 * <v-tabs>: on a phone, the tab that is chosen -> body[data-tab], which decides what region is shown.
 */

const TABS = { tape: "Tape", knobs: "Knobs", pad: "Pad", presets: "Presets", meters: "Meters" };
