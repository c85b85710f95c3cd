// The arguments of the process, as the loader has handed them over.

#ifndef C_SYSTEM_ARGUMENTS_H
#define C_SYSTEM_ARGUMENTS_H

/// How many arguments the process was started with, its own name included; 0 if the loader has handed over none.
int process_argument_count(void);

/// An argument, ended by a zero byte, valid as long as the process runs; null where there is none of this index.
const char *process_argument(int index);

#endif
