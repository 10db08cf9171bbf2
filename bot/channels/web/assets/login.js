/* global document, location */

// The browser keeps the place in a page to itself; the form carries it through the login.
const to = document.querySelector('input[name="to"]');
if (to && location.hash !== '') to.value += location.hash;
