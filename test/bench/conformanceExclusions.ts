// Tests of CPython that tell a recorded run from a plain one, and why that is right.

const consts = 'reads the constants or the bytecode of a function, in which recorded code has more';
const lines = 'compares the lines of the bytecode one by one; recorded code has instructions without a line';
const ended =
  'asks for the line of a frame that an exception has ended (f_lineno), the last instruction of which is ours; the traceback itself has the right line';
const references = 'compares reference counts of a small integer, which the recorder uses, too';
const collected = 'counts the objects that the garbage collector knows, and the recorder makes some';
const dictionaries =
  'counts collected objects: reading the attributes of an object makes the __dict__ that CPython puts off';

const stack =
  'prints all frames of the stack from within the interpreter, those of the recorder below the program among them';

/** Test id with `*` for any text, or a whole test module -> reason. */
export const exclusions: ReadonlyMap<string, string> = new Map([
  ['test.test_array.*.test_bug_782369', references],
  [
    'test_code',
    'replaces the bytecode of a recorded function but not its table of handlers, which ends the process',
  ],
  ['test.test_compile.TestSourcePositions.test_weird_attribute_position_regressions', lines],
  ['test.test_compile.TestSpecifics.test_32_63_bit_values', consts],
  ['test.test_compile.TestSpecifics.test_consts_in_conditionals', consts],
  ['test.test_compile.TestSpecifics.test_dead_blocks_do_not_generate_bytecode', consts],
  ['test.test_compile.TestSpecifics.test_false_while_loop', consts],
  ['test.test_compile.TestSpecifics.test_line_number_genexp', consts],
  ['test.test_compile.TestSpecifics.test_lineno_after_implicit_return', lines],
  ['test.test_compile.TestSpecifics.test_lineno_attribute', lines],
  ['test.test_compile.TestSpecifics.test_lineno_procedure_call', lines],
  ['test.test_compile.TestSpecifics.test_merge_constants', consts],
  ['test.test_compile.TestSpecifics.test_peephole_opt_unreachable_code_array_access_in_bounds', consts],
  ['test.test_compile.TestSpecifics.test_strip_unused_consts', consts],
  [
    'test.test_cprofile.CProfileTest.test_cprofile',
    'lists every function that a profiler written in C sees, ours among them',
  ],
  ['test.test_descr.ClassPropertiesAndMethods.test_slots', collected],
  ['test_dis', consts],
  ['test.test_exceptions.PEP626Tests.test_*', ended],
  ['test.test_frame.ReprTest.test_repr', ended],
  [
    'test.test_exceptions.ExceptionTests.test_recursion_normalizing_exception',
    'reads the depth of the stack from within the interpreter, where frames of the recorder count',
  ],
  ['test.test_faulthandler.FaultHandlerTests.test_dump_traceback*', stack],
  ['test.test_faulthandler.FaultHandlerTests.test_enable_f*', stack],
  ['test.test_faulthandler.FaultHandlerTests.test_fatal_error*', stack],
  ['test.test_faulthandler.FaultHandlerTests.test_gc', stack],
  ['test.test_faulthandler.FaultHandlerTests.test_gil_released', stack],
  ['test.test_faulthandler.FaultHandlerTests.test_read_null', stack],
  ['test.test_faulthandler.FaultHandlerTests.test_register*', stack],
  ['test.test_faulthandler.FaultHandlerTests.test_sig*', stack],
  ['test.test_faulthandler.FaultHandlerTests.test_stack_overflow', stack],
  ['test.test_faulthandler.FaultHandlerTests.test_truncate', stack],
  [
    'test.test_frame.TestIncompleteFrameAreInvisible.test_sneaky_frame_object',
    'expects the frame under test to be the running one when the collector starts, which our bookkeeping may start, too',
  ],
  ['test.test_gc.GCCallbackTests.test_collect_garbage', dictionaries],
  ['test.test_gc.GCTests.test_boom2*', dictionaries],
  ['test.test_gc.GCTests.test_get_count', collected],
  ['test.test_gc.GCTests.test_resurrection_does_not_block_cleanup_of_other_objects', dictionaries],
  ['test.test_gc.GCTogglingTests.test_bug1055820*', collected],
]);

/** Why a test may end otherwise when it is recorded; undefined where it may not. */
export function exclusionOf(id: string, module: string): string | undefined {
  const whole = exclusions.get(module);
  if (whole !== undefined) return whole;
  for (const [pattern, reason] of exclusions) {
    if (matches(id, pattern)) return reason;
  }
  return undefined;
}

function matches(id: string, pattern: string): boolean {
  const [head = '', tail] = pattern.split('*');
  if (tail === undefined) return id === pattern;
  return id.length >= head.length + tail.length && id.startsWith(head) && id.endsWith(tail);
}
