// Comforts of reading a notice in. The pages work without this file.
'use strict';

// What is pasted from a web page keeps its tables: the page goes along as long as the box shows just its words.
for (const box of document.querySelectorAll('textarea[data-page]')) {
  const page = box.form.elements[box.dataset.page];
  const largest = 2_000_000; // signs
  let pasted = null;
  const plain = text => text.replace(/\s+/g, '');
  box.addEventListener('paste', event => {
    const html = event.clipboardData?.getData('text/html') ?? '';
    pasted = { html: html.length <= largest ? html : '', words: plain(event.clipboardData?.getData('text/plain') ?? '') };
  });
  box.addEventListener('input', () => {
    page.value = pasted !== null && pasted.words === plain(box.value) ? pasted.html : '';
  });
}

// On a phone the document and the items take turns: whoever looked up a place comes back to where he was.
const back = document.querySelector('.split-tabs a[href="#work"]');
let left = null;
document.querySelector('.split-work')?.addEventListener('click', event => {
  left = event.target.closest('a[href^="#"]') ?? left;
});
back?.addEventListener('click', event => {
  const card = left?.closest('details[id], section, form');
  if (!card) return;
  event.preventDefault();
  location.hash = card.id || 'work';
  left.scrollIntoView({ block: 'center' });
  left.focus({ preventScroll: true });
  left = null;
});
