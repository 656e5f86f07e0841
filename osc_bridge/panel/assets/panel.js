/** Everything that the page needs, in the order in which it begins: first the connection, which waits for an answer. */

import { connection } from "/panel/connection.js";
import { store } from "/panel/store.js";
import "/panel/knob.js";
import "/panel/buttons.js";
import "/panel/groups.js";
import "/panel/transport.js";
import "/panel/perform.js";
import "/panel/locks.js";
import "/panel/presets.js";
import "/panel/meters.js";
import "/panel/notes.js";
import "/panel/set.js";
import "/panel/tape.js";
import "/panel/pads.js";
import "/panel/steps.js";
import "/panel/xy.js";
import "/panel/map.js";
import "/panel/listen.js";
import "/panel/break.js";
import "/panel/tabs.js";

/** For the console of the browser, and for tests. */
globalThis.vamen = { connection, store };
