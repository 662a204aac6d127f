# The Call pane.
call-search = Search { $count } functions
call-browse = Browse all functions by area
call-search-nothing = No function of libvirt has “{ $search }” in its name or in what it does.
call-search-found = { $count ->
    [one] { $count } function found
   *[other] { $count } functions found
}
call-not-built = Not built yet
call-more = { $count ->
    [one] and one more
   *[other] and { $count } more
}
call-button = Call
call-pointers = Pointers
call-null-pointer = NULL for { $name }
call-no-handle = There is no live { $kind } yet.
call-unit = { $unit ->
    [kib] KiB
    [seconds] seconds
    [milliseconds] milliseconds
   *[other] { $unit }
}
call-will-return = This will return { $value }.
call-because = Because { $conditions }.
call-uri-default = No URI: libvirt looks for a hypervisor itself and here finds qemu:///system.
call-uri-none = This cannot be read as a URI.
call-uri-parts = The parts of the URI
call-credentials-ask = a callback that asks me
call-credentials-title = Credentials
call-credentials-about = { $uri } asks who you are. libvirt hands its questions to the callback in virConnectAuthPtr; here that is you.
call-credentials-answer = Answer
call-credentials-cancel = Cancel
call-waits = The call will be made as soon as the engine has arrived.
call-param = Parameter { $number }
call-param-label = { $what } of parameter { $number }
call-param-name = Name
call-param-type = Type
call-param-value = Value
call-param-add = Add a parameter
call-param-remove = Remove parameter { $number }
call-param-wrong = This is no { $kind }; the call keeps the last value that was one.
call-wrong = This cannot be read; the call keeps the last value that could.
call-wrong-number = A whole number is needed here; the call keeps the last one.
call-wrong-uuid = A UUID has 32 hexadecimal digits; the call keeps the last one.
call-wrong-bytes = Two hexadecimal digits a byte, or the CPUs after #, as in #0-3.
call-bytes = Two hexadecimal digits a byte; or the numbers of CPUs after #, as in #0-3, 8.
