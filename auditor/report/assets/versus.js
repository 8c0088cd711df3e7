// Sorts the table of services. The ranks stay where they are: in their column, in every order.
const table = document.querySelector("table.standings");
const caption = table?.caption;
const body = table?.tBodies[0];
const given = caption?.textContent;
const value = (row, at) => {
  const written = row.cells[at].dataset.sort;
  return written === "" ? NaN : Number(written);
};

function sort(head, heads) {
  const up = head.getAttribute("aria-sort") !== "ascending";
  const at = head.cellIndex;
  const rows = [...body.rows].sort((one, other) => {
    const [a, b] = [value(one, at), value(other, at)];
    if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) - Number.isNaN(b);
    return (up ? a - b : b - a) || one.cells[0].dataset.sort - other.cells[0].dataset.sort;
  });
  body.append(...rows);
  heads.forEach((one) => one.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", up ? "ascending" : "descending");
  const name = head.querySelector("button").textContent;
  caption.textContent =
    at === 0 && up
      ? given
      : `Ordered by “${name}”, ${up ? "ascending" : "descending"}. This order is not a rank: ranks stay in the first column.`;
}

if (body?.rows.length > 1) {
  const heads = [...table.tHead.rows[0].cells].filter((one) => one.dataset.sort);
  for (const head of heads) {
    const button = document.createElement("button");
    const printed = document.createElement("span"); // heads are repeated on every sheet, and buttons are not
    button.type = "button";
    printed.className = "printed";
    printed.textContent = button.textContent = head.textContent.trim();
    head.replaceChildren(button, printed);
    button.addEventListener("click", () => sort(head, heads));
  }
  heads[0].setAttribute("aria-sort", "ascending");
  caption.setAttribute("aria-live", "polite");
  table.classList.add("sorts");
}
