'use strict';
/** Indexes into the memory that the program's thread and ours share. */
const state = {
  written: 0,
  asked: 2,
  answered: 3,
  lost: 4,
  /** Where the words of a full half of the memory end, 0 once they have been carried away; of the other half in the next
   * place. */
  ends: 5,
};

module.exports = { state };
