# What the scripts for R share: named reference values, collected and written as name,value.
golden <- "stats/src/test/resources/golden/"
out <- c()
put <- function(name, x) {
  x <- unname(c(x))
  for (i in seq_along(x)) {
    key <- if (length(x) > 1) paste0(name, ".", i - 1) else name
    out <<- c(out, paste0(key, ",", format(x[i], digits = 17)))
  }
}
finish <- function(file) {
  writeLines(c("name,value", out), paste0(golden, file))
  cat(length(out), "values\n")
}
