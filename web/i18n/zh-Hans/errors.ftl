# 错误：每个错误码的含义与补救；由谁报告；以及 C 不会告诉你的事。

## 错误码。`.mend` 说明怎么办。
err-VIR_ERR_OK = 没有错误。
    .mend = 无需处理。
err-VIR_ERR_INTERNAL_ERROR = libvirt 没有更合适的错误码，请看消息。连“状态不对”这样的情形，测试驱动也用它。
    .mend = 读消息。如果说的是状态，先让域进入那个状态；如果说的是 URI，检查有没有写错。
err-VIR_ERR_NO_MEMORY = 没有内存可用了。在这里表示达到了实验台的某个上限。
    .mend = 释放不再需要的句柄。
err-VIR_ERR_NO_SUPPORT = 这个连接背后的驱动没有这个函数，或者本实验台尚未模拟它。
    .mend = 换一个使用其他驱动的连接，或者找一个能回答同样问题的函数。
err-VIR_ERR_NO_CONNECT = 没有驱动接受这个 URI。
    .mend = 看“://”之前的部分：它必须是所到主机上有的驱动，例如 test、qemu 或 xen。
err-VIR_ERR_INVALID_CONN = 连接句柄是 NULL、已关闭，或者根本不是连接。
    .mend = 传入 virConnectOpen 返回的句柄，并在使用前检查：打开失败时它是 NULL。
err-VIR_ERR_INVALID_STREAM = 流是 NULL、已释放，或者根本不是流。
    .mend = 传入 virStreamNew 所返回的，并且只释放一次。
err-VIR_ERR_INVALID_DOMAIN = 域句柄是 NULL、已释放，或者根本不是域。
    .mend = 传入查找、定义或创建所返回的句柄，并在使用前检查：失败时它是 NULL。
err-VIR_ERR_INVALID_ARG = 某个参数不是这个函数接受的：不该为 NULL 却是 NULL、数字超出范围，或者驱动不认识的标志。
    .mend = 消息里写着是哪个参数。驱动不认识的标志会被拒绝，而不是被忽略。
err-VIR_ERR_OPERATION_FAILED = 请求看懂了，但做不到。定义域时：名字或 UUID 已属于另一个域。
    .mend = 消息里写着是什么挡住了。要修改已有的域，名字和 UUID 都要给出。
err-VIR_ERR_XML_ERROR = XML 格式正确，但不是 libvirt 想要的：缺少某个元素，或者某个值讲不通。
    .mend = 消息里写着是哪个元素或值。改好再调用；什么都没有改变。
err-VIR_ERR_XML_DETAIL = XML 读不下去：格式不正确。
    .mend = 错误的 int1 和 int2 是行和列。看那里以及稍前一点，有没有没闭合的标签或漏掉的引号。
err-VIR_ERR_OPERATION_DENIED = 连接是只读的，而这个调用会改变什么，或者会露出秘密。
    .mend = 用 virConnectOpen 打开连接，而不是 virConnectOpenReadOnly。
err-VIR_ERR_SYSTEM_ERROR = 操作系统拒绝了某件事：没人认识的主机名、没人监听的端口、打不开的文件。
    .mend = 如果有 errno，它在 int1 里。检查主机、端口和路径有没有写错。
err-VIR_ERR_NO_DOMAIN = 主机不认识这样的域：已经不在了，或者还没有。
    .mend = 用 virConnectListAllDomains 看看有哪些域。临时域一停止就不复存在；非活动的域没有 ID，无法按 ID 找到。
err-VIR_ERR_AUTH_FAILED = 对方问你是谁，而你没能证明。
    .mend = 用 virConnectOpenAuth 打开，并给出正确的用户名和密码。
err-VIR_ERR_OPERATION_INVALID = 域现在的状态不允许这个调用。
    .mend = 用 virDomainGetState 问它在哪里，再选从那里走得通的调用。
err-VIR_ERR_CONFIG_UNSUPPORTED = 配置要求的东西，这个驱动或这个 libvirt 版本没有。
    .mend = 在 virConnectGetCapabilities 里看有什么，再要求有的东西。
err-VIR_ERR_ARGUMENT_UNSUPPORTED = 这个参数在 libvirt 里有意义，但这个驱动不支持。
    .mend = 不要传它：用 NULL 或 0。
err-VIR_ERR_OPERATION_UNSUPPORTED = libvirt 能做这件事，但不是这样做，或者不是在这里做。
    .mend = 消息里写着是哪一部分不合适。
err-VIR_ERR_NO_NAME = XML 里没有域的名字。
    .mend = 加上有内容的 <name>。
err-VIR_ERR_OVERFLOW = 数字太大，装不下。
    .mend = 检查单位：本该是 KiB 却按字节写，就大了一千倍。
err-VIR_ERR_RPC = 与守护进程的连接断了，或者内容讲不通。
    .mend = 打开一个新连接。
err-VIR_ERR_NO_SOURCE = XML 中有一个设备没有来源。
    .mend = 在该设备的 source 元素中说明数据从哪里来。
err-VIR_ERR_NO_TARGET = XML 中有一个设备没有目标。
    .mend = 说明虚拟机里看到的设备名，例如 target dev=‘vda’。

## 由谁报告：virErrorDomain。
from-VIR_FROM_DEVICE = 各驱动共用的设备部分
from-VIR_FROM_NET = 虚拟网络
from-VIR_FROM_NETWORK = 网络驱动
from-VIR_FROM_STORAGE = 存储
from-VIR_FROM_NONE = libvirt 的公共函数，还没有问到驱动
from-VIR_FROM_XML = 读取 XML
from-VIR_FROM_DOM = 对域句柄的检查
from-VIR_FROM_RPC = 与守护进程的连接
from-VIR_FROM_QEMU = QEMU 驱动
from-VIR_FROM_STREAMS = 流
from-VIR_FROM_TEST = 测试驱动
from-VIR_FROM_REMOTE = 与守护进程对话的远程驱动
from-VIR_FROM_DOMAIN = 所有驱动共用的域与 XML 部分
from-VIR_FROM_CPU = CPU 型号
from-VIR_FROM_OPENVZ = OpenVZ 驱动
from-VIR_FROM_ESX = ESX 驱动
from-VIR_FROM_VMWARE = VMware 驱动
from-VIR_FROM_EVENT = 事件循环
from-VIR_FROM_LIBXL = Xen 驱动
from-VIR_FROM_URI = 读取 URI
from-VIR_FROM_AUTH = 询问你是谁
from-VIR_FROM_RESCTRL = 缓存与内存带宽的分配

## virError 的成员。
error-field-code = 哪个错误，用数字表示。程序应据此判断，而不是看文字。
error-field-level = 严重程度：1 是警告，2 是错误。
error-field-str1 = 多为消息的模板；参数被拒时是函数名。
error-field-str2 = 多为填进模板的内容；参数被拒时是参数名。
error-field-str3 = 更多文字（如果有）。
error-field-int1 = 系统错误时是 errno，XML 错误时是行号；其余情况无用。
error-field-int2 = XML 错误时是列号；其余情况无用。

## C 不会告诉你的事。
notice-error-lost = 有一个错误没读就丢了：{ $code }，“{ $message }”。几乎每个调用一开始都会忘掉上一个错误；请在失败的调用之后立即读取。
notice-use-after-free = { $handle } 先前已释放。libvirt 未必看得出来；C 程序在这里可能崩溃，或者改动别的东西。
notice-unknown-handle = 从来没有过 { $handle }。在 C 里，这就是一个不知指向哪里的指针。
notice-wrong-handle-kind = { $handle } 的种类与这个参数要求的不同。C 编译器会给出警告。
notice-still-referenced = { $connection } 对你来说已关闭，其实还开着：{ $handles } 仍抓着它。请释放它们。
notice-still-called-back = { $connection } 对你来说已关闭，其实还开着：有一个事件回调仍抓着它。请注销它。
notice-host-forgot = 到 { $host } 的最后一个连接已关闭，测试驱动忘掉了一切：下次打开 test:///default 时从头开始。
notice-would-block = 没有等待处理的事件。真正的 virEventRunDefaultImpl 会停在这里，直到有事发生。
notice-array-too-small = 共有 { $count } 个，数组装不下全部。libvirt 不会说出来。
notice-event-dropped = 发生了一个事件，却没有人在听。
