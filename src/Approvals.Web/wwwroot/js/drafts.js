// What was typed and not taken is kept in this tab until it is: a session that is over, or the press of another form of the page, loses
// nothing. Never a password, never a file, never beyond the sign-out or for anybody else. Every page works without this file.
'use strict';

(() => {
  const prefix = 'draft:';
  const lasts = 12 * 60 * 60 * 1000; // milliseconds: a working day
  const longest = 200000; // signs of one form
  const owner = document.body.dataset.draftsOf || '';
  const doors = new BroadcastChannel('approvals-doors');

  function clear() {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith(prefix)) sessionStorage.removeItem(key);
    }
  }

  // Written by this file alone, below its prefix; null where nothing is kept.
  const read = key => JSON.parse(sessionStorage.getItem(key));

  // A field may be called as an attribute is: attributes are asked for by name.
  const isPost = form => (form.getAttribute('method') || '').toLowerCase() === 'post';

  // Forms that change nothing, that keep themselves, or in which something secret is typed have no draft.
  function hasDraft(form) {
    return isPost(form) && !form.dataset.keep && !form.querySelector('input[type="password"], input[autocomplete="one-time-code"]');
  }

  function keyOf(form) {
    const action = form.getAttribute('action') || '';
    const id = form.getAttribute('id') || '';
    const seat = ['case', 'seat', 'body', 'absence'].map(name => form.elements[name]?.value).filter(Boolean).join('.');
    return prefix + (id && form.elements.case ? id : [location.pathname, id, action, seat].join(' '));
  }

  function fields(form) {
    const seen = new Map();
    return [...form.elements].filter(e => e.name && (e.tagName === 'TEXTAREA' || e.tagName === 'SELECT'
      || (e.tagName === 'INPUT' && ['text', 'date', 'number', 'checkbox', 'radio'].includes(e.type)))).map(e => {
      const at = seen.get(e.name) || 0;
      seen.set(e.name, at + 1);
      return [e.name + '#' + at, e];
    });
  }

  const ticks = element => element.type === 'checkbox' || element.type === 'radio';
  const written = element => element.tagName === 'TEXTAREA' || element.type === 'text';

  function now(element) {
    return ticks(element) ? element.checked : element.value;
  }

  function drawn(element) {
    if (ticks(element)) return element.defaultChecked;
    if (element.tagName !== 'SELECT') return element.defaultValue;
    return ([...element.options].find(o => o.defaultSelected) || element.options[0])?.value ?? '';
  }

  function keep(form, pressed) {
    const all = fields(form);
    const values = {};
    for (const [name, element] of all) {
      if (now(element) !== drawn(element) || (pressed && written(element) && element.value)) {
        values[name] = { was: drawn(element), is: now(element) };
      }
    }
    const key = keyOf(form);
    const text = JSON.stringify({ owner, at: Date.now(), page: location.pathname, pressed, values });
    // What is older than what stands in the form is worth nothing, also where the new finds no room.
    sessionStorage.removeItem(key);
    if (Object.keys(values).length > 0 && text.length <= longest) store(key, text);
  }

  // The browser has no room left: the page goes on without a draft. Whatever else breaks is told in its console.
  function store(key, text) {
    try {
      sessionStorage.setItem(key, text);
    } catch (full) {
      if (full.name !== 'QuotaExceededError') throw full;
    }
  }

  function putBack(form, draft) {
    let any = false;
    for (const [name, element] of fields(form)) {
      const value = draft.values[name];
      if (!value || now(element) === value.is) continue;
      if (now(element) !== value.was && !(written(element) && element.value === '')) continue;
      if (ticks(element)) element.checked = value.is;
      else element.value = value.is;
      any = true;
      for (let up = element.closest('details'); up; up = up.parentElement.closest('details')) up.open = true;
    }
    if (!any) return;
    const note = document.createElement('p');
    note.className = 'said said-back';
    note.setAttribute('role', 'status');
    note.textContent = document.body.dataset.draftBack;
    form.prepend(note);
  }

  // What was pressed is taken where the page says so, or where it follows the press, says of nothing that it failed, and has the form no
  // more. A page of nobody's is no answer, nor is one that the Back button brought, nor one that he went to because the press was lost.
  const answers = owner && performance.getEntriesByType('navigation')[0]?.type !== 'back_forward';
  const done = answers && document.querySelector('.said-done') !== null;
  const failed = !answers || document.querySelector('.said-refused, .problems, .door-step-error') !== null;
  const before = document.referrer && new URL(document.referrer).pathname;
  const stands = new Set([...document.querySelectorAll('form')].filter(hasDraft).map(keyOf));

  function isTaken(key, draft) {
    return done || (!failed && !stands.has(key) && [before, location.pathname].includes(draft.page));
  }

  for (const key of Object.keys(sessionStorage).filter(k => k.startsWith(prefix))) {
    const draft = read(key);
    if (!draft || (owner && draft.owner !== owner) || Date.now() - draft.at > lasts || (draft.pressed && isTaken(key, draft))) {
      sessionStorage.removeItem(key);
    } else if (draft.pressed) {
      sessionStorage.setItem(key, JSON.stringify({ ...draft, pressed: false }));
    }
  }
  doors.addEventListener('message', clear);
  if (!owner) return; // what is kept waits for him whose it is

  for (const form of document.querySelectorAll('form')) {
    if (!hasDraft(form)) continue;
    const draft = read(keyOf(form));
    if (draft) putBack(form, draft);
    form.addEventListener('input', () => keep(form, false));
    form.addEventListener('change', () => keep(form, false));
  }

  document.addEventListener('submit', event => {
    const form = event.target;
    if (event.defaultPrevented || !isPost(form)) return;
    if (form.getAttribute('action') === '/sign-out') {
      clear();
      doors.postMessage('out');
    } else if (hasDraft(form)) keep(form, true);
  });
})();
