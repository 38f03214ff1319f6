"""Rules of the work as plain values: dates, kinds, fields, periods, counts, codes.

Pure: no Django, no clock; reads only the data files shipped with it.
"""
