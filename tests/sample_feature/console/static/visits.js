// @ts-check
/** What the page of visits does beyond HTML. */

document.documentElement.dataset.visits = 'yes';
