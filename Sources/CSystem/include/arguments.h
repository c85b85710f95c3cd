// The command-line arguments of the process, as the loader passes them.

#ifndef C_SYSTEM_ARGUMENTS_H
#define C_SYSTEM_ARGUMENTS_H

/// The number of arguments, including the name of the program; 0 if the loader has passed none.
int process_argument_count(void);

/// An argument, terminated by a zero byte and valid until the process ends; null if the index is out of range.
const char *process_argument(int index);

#endif
