// Shows status.json, and looks again every two seconds. Whatever the document says goes in as text, never as markup.
(() => {
  'use strict';

  const EVERY = 2000;
  const PATIENCE = 4000;
  const SILENT_AFTER = 6000;
  const FEW = 10;

  const STATES = {
    ready: ['Ready', 'ok', () => 'Requests are served.'],
    degraded: ['Ready, with a warning', 'warn', (n) => `Requests are served; ${things(n)} to be looked at.`],
    not_ready: ['Not ready', 'bad', (n, failing) => `Requests cannot be served, or not all of them: ${failing}.`],
    paused: ['Paused', 'hold', () => 'The kill switch is on: every request is refused at once.'],
    standby: ['On stand-by', 'hold', () => 'Connected, and taking nothing: other agents of the queue serve.'],
    draining: ['Stopping', 'off', () => 'What is at hand is brought to its end; nothing new is taken.'],
  };
  const OPERATIONS = {
    reset: 'Reset by the user',
    change: 'Change',
    adminReset: 'Reset by an administrator',
    unlock: 'Unlock',
    validate: 'Validate',
    ping: 'Ping',
  };
  const OUTCOMES = {
    OK: ['ok', 'done'],
    OK_ALREADY: ['ok', 'done before'],
    REFUSED: ['off', 'refused'],
    SUPERSEDED: ['off', 'superseded'],
    EXPIRED: ['warn', 'expired'],
    RETRY: ['warn', 'to be retried'],
    INDETERMINATE: ['bad', 'not known'],
  };
  /** Components that have a line of their own. */
  const TOLD = ['relay', 'operations', 'keys', 'intake', 'journal', 'audit', 'clock', 'configuration'];
  const MARKS = { ok: 'ok', warn: 'warn', bad: 'bad', hold: 'warn', off: 'off' };

  const byId = (id) => document.getElementById(id);
  const shown = new Map();
  let seen = null;
  let seenAt = 0;
  let held = false;
  let whole = false;
  let timer = 0;

  function el(tag, className, ...children) {
    const element = document.createElement(tag);
    if (className) {
      element.className = className;
    }
    element.append(...children.filter((child) => child !== null && child !== undefined && child !== ''));
    return element;
  }

  const mark = (kind) => {
    const shape = el('span', `mark mark-${kind} ${MARKS[kind]}`);
    shape.setAttribute('aria-hidden', 'true');
    return shape;
  };

  /** A shape, a name, and at the end of the line a word that says the same as the shape. */
  const line = (kind, name, word) => el('p', 'line', mark(kind), el('span', 'name', name),
    word ? el('span', `word-of ${MARKS[kind]}`, word) : null);

  const detail = (text) => (text ? el('p', 'detail', text) : null);

  /** What stands between backticks is a command. */
  const withCommands = (text) => text.split('`').map((part, i) => (i % 2 ? el('code', '', part) : part));

  function facts(pairs) {
    const list = el('dl', '');
    pairs.filter(([, value]) => value !== null).forEach(([name, value]) => list.append(el('dt', '', name), el('dd', '', value)));
    return list;
  }

  const things = (n) => (n === 1 ? 'one thing is' : `${n} things are`);
  const days = (n) => (n === 1 ? '1 day' : `${n} days`);
  const clock = (date) => date.toLocaleTimeString([], { hour12: false });

  function span(seconds) {
    const s = Math.max(0, Math.round(seconds));
    if (s < 90) {
      return `${s} s`;
    }
    if (s < 5400) {
      return `${Math.round(s / 60)} min`;
    }
    return s < 129600 ? `${Math.round(s / 3600)} h` : `${Math.round(s / 86400)} d`;
  }

  /** How long ago, by the agent's own clock; kept up to date without building anything anew. */
  function age(time) {
    if (!time) {
      return 'never';
    }
    const element = el('time', '');
    element.dateTime = time;
    element.title = new Date(time).toLocaleString();
    element.dataset.age = time;
    return element;
  }

  function tellAges() {
    const now = Date.parse(seen.now);
    document.querySelectorAll('[data-age]').forEach((element) => {
      text(element, `${span((now - Date.parse(element.dataset.age)) / 1000)} ago`);
    });
  }

  /** Leaves what is right as it is: a screen reader would read it again, a selection would be lost. */
  function text(element, value) {
    if (element.textContent !== value) {
      element.textContent = value;
    }
  }

  function show(id, data, build) {
    const key = JSON.stringify(data);
    if (shown.get(id) !== key) {
      shown.set(id, key);
      byId(id).replaceChildren(...build(data).filter((child) => child !== null));
    }
  }

  function relay(data) {
    const kinds = { up: ['ok', 'up'], paused: ['hold', 'paused'], connecting: ['off', 'connecting'], down: ['bad', 'down'], closed: ['off', 'closed'] };
    const [kind, word] = kinds[data.relay.state] || ['off', data.relay.state];
    return [
      line(kind, 'Service bus', word),
      detail(data.relay.detail),
      facts([
        ['Last answer', age(data.relay.lastSuccess)],
        ['Last heartbeat taken', age(data.heartbeat.lastSuccess)],
        ['In flight', String(data.relay.inFlight)],
      ]),
    ];
  }

  function directories(all) {
    const list = el('ul', 'list');
    all.forEach((directory) => {
      const kind = { up: 'ok', degraded: 'warn', down: 'bad' }[directory.state] || 'off';
      const word = { up: 'up', degraded: 'not all servers', down: 'down' }[directory.state] || directory.state;
      const servers = el('ul', 'list');
      directory.servers.forEach((server) => servers.append(el('li', '',
        line(server.up ? 'ok' : 'bad', server.host, server.up ? 'up' : 'down'), detail(server.detail))));
      const offset = directory.clockOffsetMillis;
      list.append(el('li', '', line(kind, directory.name, word), servers,
        detail(offset === null ? '' : `host clock minus its clock: ${(offset / 1000).toFixed(1)} s`)));
    });
    return [list];
  }

  function why(operation, data) {
    if (operation.on) {
      return '';
    }
    if (!operation.file) {
      return 'off in the file';
    }
    if (operation.cloud === false) {
      return 'off by the cloud';
    }
    return data.paused ? 'off: paused' : 'off';
  }

  function switches(data) {
    const list = el('ul', 'list');
    data.operations.forEach((operation) => list.append(el('li', '',
      line(operation.on ? 'ok' : 'off', OPERATIONS[operation.name] || operation.name,
        operation.on ? 'on' : why(operation, data)))));
    return [
      data.closed ? detail(data.closed) : null,
      list,
      facts([
        ["Cloud's switches", data.cloudEpoch === 0 ? 'none received' : `epoch ${data.cloudEpoch}`],
        ['Policy', el('code', '', data.policy.slice(0, 12))],
      ]),
    ];
  }

  function keys(data) {
    const list = el('ul', 'list');
    data.all.forEach((key) => {
      const few = key.daysLeft < 21 && key.state === 'confirmed';
      const kind = key.daysLeft < 0 ? 'bad' : few ? 'warn' : key.state === 'confirmed' ? 'ok' : 'off';
      const name = { enc: 'Encryption', sig: 'Signature' }[key.use] || key.use;
      const left = key.daysLeft < 0 ? 'ended' : `${days(key.daysLeft)} left`;
      const bar = el('progress', kind === 'ok' ? '' : MARKS[kind]);
      bar.max = Math.max(1, key.daysOld + key.daysLeft);
      bar.value = Math.max(0, key.daysLeft);
      bar.setAttribute('aria-hidden', 'true');
      const states = { pending: 'waits for the cloud', confirmed: 'confirmed', retired: 'retired' };
      list.append(el('li', '', line(kind, name, left),
        el('p', 'detail', `${states[key.state] || key.state}, ${days(key.daysOld)} old, `, el('code', '', `${key.id.slice(0, 8)}…`)), bar));
    });
    return [
      data.rolling ? line('off', 'Rolling', 'new keys wait for the cloud') : null,
      data.usable ? null : line('bad', 'No usable pair', 'taking nothing'),
      data.all.length === 0 ? detail('There are none.') : list,
    ];
  }

  function inside(data) {
    const list = el('ul', 'list');
    const add = (kind, name, word, more) => list.append(el('li', '', line(kind, name, word), more ? el('p', 'detail', more) : null));
    const component = (name) => data.components.find((one) => one.name === name) || { ready: true, detail: '' };
    const intake = data.intake;
    add(intake.open ? 'ok' : 'hold', 'Intake', intake.open ? 'open' : 'closed', intake.causes.join(', '));
    const journal = component('journal');
    add(journal.ready ? 'ok' : 'bad', 'Journal', journal.ready ? 'has room' : 'no room', journal.detail);
    const audit = data.components.find((one) => one.name === 'audit');
    if (audit) {
      add(audit.ready ? 'ok' : 'bad', 'Audit', audit.ready ? 'written' : 'not written', audit.detail);
    }
    const clockPart = component('clock');
    add(clockPart.ready ? 'ok' : 'bad', 'Clock', clockPart.ready ? 'right' : 'wrong', clockPart.detail);
    if (data.configuration) {
      const read = el('span', '', 'read ', age(data.configuration.since));
      const refused = data.configuration.refused;
      add(refused ? 'warn' : 'ok', 'Configuration', refused ? 'not in force' : 'in force',
        refused ? el('span', '', `the file has changed and ${refused}; in force is what was `, read) : read);
    }
    data.components.filter((one) => !TOLD.includes(one.name) && !one.name.startsWith('directory.')).forEach((one) => {
      add(one.ready ? 'ok' : 'bad', one.name, one.ready ? 'ready' : 'not ready', one.detail);
    });
    if (data.canary) {
      const last = data.canary.last;
      const good = last && (last.outcome === 'ok' || last.outcome === 'ok_already');
      const success = el('span', '', 'last success ', age(data.canary.lastSuccess));
      add(last === null || last.outcome === 'skipped' ? 'off' : good ? 'ok' : 'warn', 'Canary',
        last === null ? 'has not run yet' : [last.outcome, last.reason].filter(Boolean).join(', ').replaceAll('_', ' '), success);
    }
    return [list];
  }

  const HEADS = [['Time', ''], ['Operation', ''], ['Outcome', ''], ['Reason', ''], ['Server', ''], ['Took', 'number'], ['Request', '']];

  function operations({ all, whole }) {
    if (all.length === 0) {
      return [detail('None since the start of the agent.')];
    }
    const role = (element, name) => {
      element.setAttribute('role', name);
      return element;
    };
    const head = role(el('tr', ''), 'row');
    HEADS.forEach(([name, className]) => {
      const cell = role(el('th', className, name), 'columnheader');
      cell.scope = 'col';
      head.append(cell);
    });
    const body = role(el('tbody', ''), 'rowgroup');
    all.slice(0, whole ? all.length : FEW).forEach((one) => {
      const [kind, word] = OUTCOMES[one.outcome] || ['off', one.outcome];
      const when = el('time', '', clock(new Date(one.at)));
      when.dateTime = one.at;
      when.title = new Date(one.at).toLocaleString();
      const cells = [
        when,
        OPERATIONS[one.operation] || one.operation || 'not known',
        el('span', 'line', mark(kind), el('span', MARKS[kind], word)),
        one.reason ? one.reason.replaceAll('_', ' ') : null,
        one.server,
        `${one.millis} ms`,
        el('span', '', el('code', '', one.requestId), one.subject ? el('span', 'subject', ` ${one.subject}`) : null),
      ];
      const row = role(el('tr', ''), 'row');
      cells.forEach((content, i) => {
        const className = { 5: 'number', 6: 'id' }[i] || (content ? '' : 'none');
        const cell = role(el('td', className, content || '–'), 'cell');
        row.append(cell);
      });
      body.append(row);
    });
    const caption = el('caption', '', `What this agent has answered last, newest first; users are ${all.some((one) => one.subject) ? 'named, as http.showSubjects says' : 'not named'}.`);
    byId('more').hidden = all.length <= FEW;
    text(byId('more'), whole ? 'Show fewer' : `Show all ${all.length}`);
    return [role(el('table', '', caption, role(el('thead', '', head), 'rowgroup'), body), 'table')];
  }

  function troubles(all) {
    return all.map((trouble) => {
      const kind = { failure: 'bad', switch: 'hold', warning: 'warn' }[trouble.weight] || 'warn';
      const weight = { failure: 'Failure', switch: 'Switched', warning: 'Warning' }[trouble.weight] || trouble.weight;
      const item = el('li', '',
        el('h3', '', mark(kind), el('span', '', `${weight}: ${trouble.part}`)),
        el('p', 'what', trouble.what),
        el('p', 'todo', el('b', '', 'Do: '), ...withCommands(trouble.todo)),
        el('p', 'runbook', el('b', '', 'Runbook: '), `“${trouble.runbook}” in operations.md`));
      item.dataset.weight = trouble.weight;
      return item;
    });
  }

  function banner(state, word, kind, sentence) {
    byId('banner').dataset.state = state;
    byId('state-mark').className = `mark mark-${kind}`;
    text(byId('state-word'), word);
    text(byId('state-text'), sentence);
    const agent = seen ? ` · ${seen.agent.id}` : '';
    if (document.title !== `${word}${agent} · writeback`) {
      document.title = `${word}${agent} · writeback`;
    }
  }

  function render() {
    const data = seen;
    const [word, kind, sentence] = STATES[data.state] || [data.state, 'off', () => ''];
    document.body.classList.remove('is-silent');
    const failing = data.troubles.filter((one) => one.weight === 'failure').map((one) => one.part).join(', ');
    banner(data.state, word, kind, sentence(data.troubles.length, failing));
    text(byId('agent'), data.agent.id);
    text(byId('identity'), `version ${data.agent.version}, up ${span(data.agent.uptimeSeconds)}`);
    text(byId('as-of'), `As of ${clock(new Date(seenAt))}${held ? ', updates held' : ''}`);
    show('troubles-list', data.troubles, troubles);
    byId('troubles').hidden = data.troubles.length === 0;
    show('relay', { relay: data.relay, heartbeat: data.heartbeat }, relay);
    show('directories', data.directories, directories);
    show('switches', data.switches, switches);
    show('keys', data.keys, keys);
    show('inside', { components: data.components, intake: data.intake, configuration: data.configuration, canary: data.canary }, inside);
    show('operations', { all: data.operations, whole }, operations);
    byId('parts').hidden = false;
    byId('history').hidden = false;
    tellAges();
  }

  function silent() {
    document.body.classList.add('is-silent');
    if (seen) {
      banner('silent', 'No answer', 'bad', `The agent has not answered since ${clock(new Date(seenAt))}. What follows is from then: is it running?`);
    } else {
      banner('silent', 'No answer', 'bad', 'The agent does not answer: is it running?');
    }
  }

  const begun = Date.now();

  async function look() {
    const stop = new AbortController();
    const patience = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const answer = await fetch('status.json', { cache: 'no-store', signal: stop.signal });
      if (!answer.ok) {
        throw new Error(`status ${answer.status}`);
      }
      const data = await answer.json();
      if (held) {
        return;
      }
      seen = data;
      seenAt = Date.now();
      render();
    } catch (e) {
      if (!held && Date.now() - (seenAt || begun) > SILENT_AFTER) {
        silent();
      }
    } finally {
      clearTimeout(patience);
      if (!held) {
        clearTimeout(timer);
        timer = setTimeout(look, EVERY);
      }
    }
  }

  byId('hold').addEventListener('click', () => {
    held = !held;
    clearTimeout(timer);
    text(byId('hold'), held ? 'Go on' : 'Hold updates');
    if (held) {
      text(byId('as-of'), `As of ${clock(new Date(seenAt || begun))}, updates held`);
    } else {
      look();
    }
  });

  byId('more').addEventListener('click', () => {
    whole = !whole;
    show('operations', { all: seen.operations, whole }, operations);
  });

  look();
})();
