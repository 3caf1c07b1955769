'use strict';
// A simulated operating system: tasks, queues and packets.
const { timed } = require('./timing.cjs');

const [IDLE, WORKER, HANDLER_A, HANDLER_B, DEVICE_A, DEVICE_B] = [0, 1, 2, 3, 4, 5];
const [DEVICE_PACKET, WORK_PACKET] = [0, 1];

class Packet {
  constructor(link, id, kind) {
    this.link = link;
    this.id = id;
    this.kind = kind;
    this.datum = 0;
    this.data = [0, 0, 0, 0];
  }

  appendTo(queue) {
    this.link = null;
    if (queue === null) return this;
    let last = queue;
    while (last.link !== null) last = last.link;
    last.link = this;
    return queue;
  }
}

class Task {
  constructor(scheduler, id, priority, queue) {
    this.scheduler = scheduler;
    this.id = id;
    this.priority = priority;
    this.queue = queue;
    this.packetPending = queue !== null;
    this.waiting = false;
    this.holding = false;
    scheduler.add(this);
  }

  addPacket(packet, old) {
    if (this.queue !== null) {
      packet.appendTo(this.queue);
      return old;
    }
    this.queue = packet;
    this.packetPending = true;
    return this.priority > old.priority ? this : old;
  }

  isHeld() {
    return this.holding || (!this.packetPending && this.waiting);
  }

  run() {
    let packet = null;
    if (this.waiting && this.packetPending) {
      packet = this.queue;
      this.queue = packet.link;
      this.packetPending = this.queue !== null;
      this.waiting = false;
    }
    return this.step(packet);
  }
}

class IdleTask extends Task {
  constructor(scheduler, count) {
    super(scheduler, IDLE, 0, null);
    this.control = 1;
    this.count = count;
  }

  step() {
    this.count--;
    if (this.count === 0) return this.scheduler.hold();
    if ((this.control & 1) === 0) {
      this.control >>= 1;
      return this.scheduler.release(DEVICE_A);
    }
    this.control = (this.control >> 1) ^ 0xd008;
    return this.scheduler.release(DEVICE_B);
  }
}

class WorkTask extends Task {
  constructor(scheduler, queue) {
    super(scheduler, WORKER, 1000, queue);
    this.destination = HANDLER_A;
    this.count = 0;
  }

  step(packet) {
    if (packet === null) return this.scheduler.wait();
    this.destination = this.destination === HANDLER_A ? HANDLER_B : HANDLER_A;
    packet.id = this.destination;
    packet.datum = 0;
    for (let i = 0; i < 4; i++) {
      this.count = this.count === 26 ? 1 : this.count + 1;
      packet.data[i] = 64 + this.count;
    }
    return this.scheduler.send(packet);
  }
}

class HandlerTask extends Task {
  constructor(scheduler, id, priority, queue) {
    super(scheduler, id, priority, queue);
    this.work = null;
    this.device = null;
  }

  step(packet) {
    if (packet !== null) {
      if (packet.kind === WORK_PACKET) this.work = packet.appendTo(this.work);
      else this.device = packet.appendTo(this.device);
    }
    if (this.work === null) return this.scheduler.wait();
    const work = this.work;
    const count = work.datum;
    if (count === 4) {
      this.work = work.link;
      return this.scheduler.send(work);
    }
    if (this.device === null) return this.scheduler.wait();
    const device = this.device;
    this.device = device.link;
    device.datum = work.data[count];
    work.datum = count + 1;
    return this.scheduler.send(device);
  }
}

class DeviceTask extends Task {
  constructor(scheduler, id, priority) {
    super(scheduler, id, priority, null);
    this.held = null;
  }

  step(packet) {
    if (packet !== null) {
      this.held = packet;
      return this.scheduler.hold();
    }
    if (this.held === null) return this.scheduler.wait();
    const held = this.held;
    this.held = null;
    return this.scheduler.send(held);
  }
}

class Scheduler {
  constructor() {
    this.tasks = [];
    this.current = null;
    this.sent = 0;
    this.holds = 0;
  }

  add(task) {
    this.tasks[task.id] = task;
  }

  next() {
    let best = null;
    for (const task of this.tasks) {
      if (!task.isHeld() && (best === null || task.priority > best.priority)) best = task;
    }
    return best;
  }

  run() {
    for (let task = this.next(); task !== null; task = this.next()) {
      this.current = task;
      task.run();
    }
  }

  send(packet) {
    const task = this.tasks[packet.id];
    this.sent++;
    packet.link = null;
    packet.id = this.current.id;
    return task.addPacket(packet, this.current);
  }

  wait() {
    this.current.waiting = true;
    return this.current;
  }

  hold() {
    this.holds++;
    this.current.holding = true;
    return null;
  }

  release(id) {
    this.tasks[id].holding = false;
    return this.tasks[id];
  }
}

function packets(id, kind, count) {
  let queue = null;
  for (let i = 0; i < count; i++) queue = new Packet(queue, id, kind);
  return queue;
}

function main(size) {
  const scheduler = new Scheduler();
  new IdleTask(scheduler, size);
  new WorkTask(scheduler, packets(WORKER, WORK_PACKET, 2));
  new HandlerTask(scheduler, HANDLER_A, 2000, packets(DEVICE_A, DEVICE_PACKET, 3));
  new HandlerTask(scheduler, HANDLER_B, 3000, packets(DEVICE_B, DEVICE_PACKET, 3));
  new DeviceTask(scheduler, DEVICE_A, 4000);
  new DeviceTask(scheduler, DEVICE_B, 5000);
  scheduler.run();
  return [scheduler.sent, scheduler.holds];
}

timed(main);
