"""The service's commands, for the operator and the desk: Chinese sentences and exit codes 0, 1 and 2.

In: options and the environment. Out: sentences. The front door loads each module when its command is asked for.
A command only asks and tells; what is done stands in `forms_api.operation`, the exports and the store.
"""
