// The command-line arguments of the process, as the loader passes them, and its environment.

#ifndef C_SYSTEM_ARGUMENTS_H
#define C_SYSTEM_ARGUMENTS_H

/// The number of arguments, including the name of the program; 0 if the loader has passed none.
int process_argument_count(void);

/// An argument, terminated by a zero byte and valid until the process ends; null if the index is out of range.
const char *process_argument(int index);

/// A variable of the environment, `NAME=value`, terminated by a zero byte; null if the index is that of none. It is valid
/// until the environment changes.
const char *process_variable(int index);

#endif
