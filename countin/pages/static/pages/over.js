// What was pressed on the artist's own domain, once more from here. Without this a button does it.
document.getElementById("over").submit();
