// Runs before the page's own scripts: what is not watched from the start is not kept.
(function () {
  var seen = (window.pathwaySeen = { blocking: 0, shift: 0 });
  new PerformanceObserver(function (list) {
    list.getEntries().forEach(function (task) { seen.blocking += task.duration - 50; });
  }).observe({ type: "longtask", buffered: true });
  new PerformanceObserver(function (list) {
    list.getEntries().forEach(function (shift) { seen.shift += shift.value; });
  }).observe({ type: "layout-shift", buffered: true });
})();
