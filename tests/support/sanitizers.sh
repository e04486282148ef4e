# How programs of the asan build are run: sourced at the repository's root.
export LSAN_OPTIONS=suppressions=$PWD/tests/support/lsan.supp:print_suppressions=0 ASAN_OPTIONS=detect_leaks=1
