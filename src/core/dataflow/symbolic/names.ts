// What names mean that no function binds, and the members of values.
import type { FieldIr, FileIr } from '../ir/declarations';
import type { FreeExpr } from '../ir/ir';
import {
  allocate,
  classOfType,
  constantField,
  defaultOf,
  initialValue,
  overObjects,
  readField,
  singleton,
  sortOfType,
} from './heap';
import { lengthField, readItem } from './containers';
import type { Machine } from './machine';
import type { Term } from './terms';

/** The object or class whose field an unqualified name is: of `this` or of a class around. */
export function fieldOwner(m: Machine, name: string): Term | undefined {
  const { around } = m.frame.fn;
  let self = m.frame.self;
  for (let cls = around; cls !== undefined; cls = cls.outer) {
    const found = m.program.field(cls, name);
    if (found !== undefined) {
      if (found.field.isStatic) return classObject(m, found.owner);
      return self ?? m.terms.symbol(`${cls.name}.this`, 'any', { type: cls.name });
    }
    self = self && m.read(`@${m.terms.strip(self).id}`, '<outer>');
  }
  return undefined;
}

export function classObject(m: Machine, cls: NonNullable<ReturnType<typeof classOfType>>): Term {
  return singleton(m, 'class', `${cls.file.path} ${cls.path}`, { class: cls, type: cls.name });
}

/** A field, a class, an import, or a name of the library. */
export function freeValue(m: Machine, { name }: FreeExpr): Term {
  const owner = fieldOwner(m, name);
  if (owner !== undefined) return fieldValue(m, owner, name);
  const imported = importedValue(m, name);
  if (imported !== undefined) return imported;
  if (m.isJava || /^[A-Z]/.test(name)) {
    const cls = classOfType(m, name);
    if (cls !== undefined) return classObject(m, cls);
  }
  return singleton(m, 'library', name);
}

/** A static field reads as its initialiser says where nothing else writes it. */
function fieldValue(m: Machine, owner: Term, name: string): Term {
  return overObjects(m, owner, (object) => readField(m, object, name));
}

function importedValue(m: Machine, name: string): Term | undefined {
  const { file } = m.frame.fn;
  const found = file.imports.find(({ local }) => local === name);
  if (found === undefined || m.isJava) return undefined;
  return exportOf(m, found.module, found.name, file);
}

/** What `name` of a module is; the module itself where no name is given. */
function exportOf(m: Machine, module: string, name: string | undefined, from: FileIr): Term {
  const file = m.program.moduleNamed(module, from);
  if (file !== undefined) {
    const object = singleton(m, 'module', file.path, { file, type: file.path });
    const whole = m.program.moduleValues(file, 'module.exports').length > 0;
    if (whole && (name === undefined || name === 'default')) return moduleVariable(m, file, 'module.exports');
    return name === undefined ? object : moduleVariable(m, file, name);
  }
  const submodule = name === undefined ? undefined : m.program.moduleNamed(`${module}.${name}`, from);
  if (submodule !== undefined) {
    return singleton(m, 'module', submodule.path, { file: submodule, type: submodule.path });
  }
  return singleton(m, 'library', name === undefined ? module : `${module}.${name}`);
}

/** A variable of a module, which need not have run: what its only assignment says, or anything. */
export function moduleVariable(m: Machine, file: FileIr, name: string): Term {
  const frame = moduleFrame(file);
  const written = m.read(frame.id, name);
  if (written !== undefined) return written;
  const values = m.program.moduleValues(file, name);
  const [only] = values;
  const key = `${file.path} ${name}`;
  if (values.length === 1 && only !== undefined && m.program.isNeverWritten(name) && !m.evaluating.has(key)) {
    return onTheSide(m, key, () => m.run.evaluate(m, only), frame);
  }
  const cls = file.classes.find((each) => each.path === name);
  if (cls !== undefined) return classObject(m, cls);
  const reexport = file.imports.find(({ local }) => local === name);
  if (reexport !== undefined && !m.evaluating.has(key)) {
    return onTheSide(m, key, () => exportOf(m, reexport.module, reexport.name, file), frame);
  }
  return m.terms.symbol(`${file.path} ${name}`);
}

/** Evaluates in the frame of a module; where that ends, the value is unknown. */
function onTheSide(m: Machine, key: string, evaluate: () => Term, frame: Machine['frame']): Term {
  const known = m.sideValues.get(key);
  if (known !== undefined) return known;
  const outer = m.frame;
  m.evaluating.add(key);
  m.frame = frame;
  try {
    const value = evaluate();
    m.sideValues.set(key, value);
    return value;
  } finally {
    m.frame = outer;
    m.evaluating.delete(key);
  }
}

export function moduleFrame(file: FileIr): Machine['frame'] {
  return { id: `module ${file.path}`, fn: file.module, parent: undefined, self: undefined, isAssumed: true };
}

/** `object.name`: a field, a method bound to its object, a member of a class or module. */
export function memberValue(m: Machine, object: Term, name: string): Term {
  return overObjects(m, object, (each) => memberOf(m, each, name));
}

function memberOf(m: Machine, object: Term, name: string): Term {
  const info = m.objects.get(object);
  switch (info?.kind) {
    case 'module':
      return info.file === undefined ? m.terms.null : moduleVariable(m, info.file, name);
    case 'library':
      return m.read(`@${object.id}`, name) ?? libraryMember(m, object, info.type, name);
    case 'list':
    case 'text':
      return lengthField(m, object, name) ?? readField(m, object, name);
    case 'map':
      return m.isJavaScript ? readItem(m, object, m.terms.constant(name)) : readField(m, object, name);
    default:
      break;
  }
  return m.read(`@${object.id}`, name) ?? declaredMember(m, object, name);
}

/** What the class of an object says of a member that this execution has not written. */
function declaredMember(m: Machine, object: Term, name: string): Term {
  const info = m.objects.get(object);
  const cls = info?.class ?? classOfType(m, object.type);
  const field = cls && m.program.field(cls, name)?.field;
  const method = cls && field === undefined ? m.program.method(cls, name, -1) : undefined;
  if (method?.isProperty === true) {
    return m.run.invoke(m, { fn: method, self: object, parent: undefined, args: [], place: m.place(method) });
  }
  if (method !== undefined) return bound(m, object, method);
  return fieldMember(m, object, name, field);
}

function fieldMember(m: Machine, object: Term, name: string, field: FieldIr | undefined): Term {
  const info = m.objects.get(object);
  if (field?.isStatic === true && (info?.kind === 'class' || !m.isJava)) return staticValue(m, object, field);
  if (object.sort === 'string') return lengthField(m, object, name) ?? m.terms.apply(`.${name}`, [object]);
  return readField(m, object, name);
}

function staticValue(m: Machine, object: Term, field: FieldIr): Term {
  const constant = constantField(m, field);
  if (constant !== undefined) return constant;
  if ((field.isFinal || !m.isJava) && field.init !== undefined) return initialValue(m, field);
  const value = readField(m, object, field.name);
  return value === m.terms.null ? defaultOf(m, field.type) : value;
}

function libraryMember(m: Machine, object: Term, type: string, name: string): Term {
  const cls = m.isJava ? classOfType(m, name) : undefined;
  if (cls !== undefined) return classObject(m, cls);
  const sort = /^(?:MAX_VALUE|MIN_VALUE)$/.test(name) ? 'int' : sortOfType(undefined);
  if (sort !== 'any') return m.terms.constant(name === 'MAX_VALUE' ? 2147483647 : -2147483648);
  const content = m.read(`@${object.id}`, '*');
  const member = singleton(m, 'library', `${type}.${name}`);
  return content === undefined ? member : m.terms.carry(member, [content]);
}

function bound(
  m: Machine,
  object: Term,
  method: NonNullable<ReturnType<Machine['program']['method']>>,
): Term {
  const self = m.objects.get(object)?.kind === 'class' && m.isJava ? undefined : object;
  return allocate(m, {
    kind: 'closure',
    type: method.name,
    fn: method,
    frame: m.objects.get(object)?.frame,
    self,
  });
}
