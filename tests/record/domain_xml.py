"""Records what libvirt's test driver makes of domain documents.

Run it where `import libvirt` is libvirt 12.8.0, and keep what it prints:

    python3 domain_xml.py > ../recordings/domain-xml/sections.jsonl

One line a document: its name, the document, what defining answers (the error, or the dump of the inactive domain with
passwords), and what the dump says once it is created. A dump that is the inactive one with an id is not repeated.
"""

import json
import sys

import libvirt

UUID = "11111111-2222-3333-4444-555555555555"
HEAD = f"<domain type='test'><name>a</name><uuid>{UUID}</uuid><memory>1024</memory>"
HVM = "<os><type>hvm</type></os>"
PLAIN = (HEAD, HVM + "</domain>")

# Group: what stands around each document's part, and the parts.
GROUPS = {
    "root": (("", ""), """
<domain><name>a</name></domain>
<domain type=''><name>a</name></domain>
<domain type='cloudhypervisor'><name>a</name></domain>
<domain type='qemu'><name>a</name><uuid>11111111-2222-3333-4444-555555555555</uuid><memory>1024</memory><os><type>hvm</type></os></domain>
<domain type='xen'><name>a</name><uuid>11111111-2222-3333-4444-555555555555</uuid><memory>1024</memory><os><type>linux</type></os></domain>
<domain type='test' id='x'><name>a</name><uuid>11111111-2222-3333-4444-555555555555</uuid><memory>1024</memory><os><type>hvm</type></os></domain>
<dom type='test'/>
<domain type='test' xmlns='x'><name>a</name></domain>
<x:domain xmlns:x='y' type='test'><name>a</name><uuid>11111111-2222-3333-4444-555555555555</uuid><memory>1024</memory><os><type>hvm</type></os></x:domain>
<domain type='test'><name>a</name><os><type>hvm</type></os></domain>
<domain type='test'><name>no uuid</name><memory>1024</memory><os><type>hvm</type></os></domain>
"""),
    "names": (("<domain type='test'>", "<memory>1024</memory>" + HVM + "</domain>"), f"""
<uuid>{UUID}</uuid>
<name/>
<name>a/b</name>
<name> a </name><uuid>{UUID}</uuid>
<name>é&lt;'"</name><uuid>{UUID}</uuid>
<name>a<b>c</b></name><name>d</name><uuid> 1111111122223333 4444-555555555555 </uuid>
<name>a</name><uuid>x</uuid>
<name>a</name><uuid>11111111-2222-3333-4444-5555555555556</uuid>
<name>a</name><uuid>{UUID}</uuid><hwuuid>{UUID}</hwuuid>
<name>a</name><hwuuid>x</hwuuid>
<name>a</name><uuid>{UUID}</uuid><genid>{UUID}</genid>
<name>a</name><genid>x</genid>
<name>a</name><genid/><genid/>
<name>a</name><uuid>{UUID}</uuid><title>t &lt;</title><description>d&#10;  e</description>
<name>a</name><title>t&#10;u</title>
"""),
    "metadata": (PLAIN, """
<metadata/>
<metadata>x</metadata>
<metadata><a>x</a></metadata>
<metadata><a xmlns='u'>x</a><b xmlns='u'/><c xmlns='v'/></metadata>
<metadata><p:a xmlns:p='u' z='1' p:y='2 " &lt; &amp; &#10; é'>x<q/>  <r/></p:a><!--c--><p:b/></metadata>
<metadata> <p:a xmlns:p='u'>  <p:q> </p:q><p:r>  </p:r><p:s> <p:t/> </p:s><p:u> <!--c--> </p:u></p:a> </metadata>
<metadata><p:a xmlns:p='u'>x <![CDATA[a<b]]><p:b/></p:a></metadata>
<metadata><p:a xmlns:p='u'><?pi d?><p:b/></p:a></metadata>
<metadata><p:a xmlns:p='u'>é &lt; &gt; &quot; ' &#13;</p:a></metadata>
<metadata xmlns:p='u' x='y'><p:a p:b='c'/></metadata>
<metadata xmlns:p='u'><p:a xml:space='preserve'> <p:b/> </p:a></metadata>
<metadata xmlns='u'><a/></metadata>
<metadata><p:a b='1' xmlns:p='u'><p:b>t</p:b> <p:c/>tail</p:a></metadata>
<metadata><q:a/></metadata>
"""),
    "metadata-outer": (("<domain type='test' xmlns:z='zz'>" + HEAD[len("<domain type='test'>"):], HVM + "</domain>"), """
<metadata><z:a z:b='1'/><z:c/></metadata>
<metadata xmlns:y='w'><y:a z:b='1'/></metadata>
"""),
    "memory": ((f"<domain type='test'><name>a</name><uuid>{UUID}</uuid>", HVM + "</domain>"), """
<memory unit='x'>1</memory>
<memory>x</memory>
<memory>-1</memory>
<memory unit='EiB'>8</memory>
<memory unit='b'>9223372036854775807</memory>
<memory unit='b'>1</memory>
<memory unit='GB'>1</memory><currentMemory unit='m'>100</currentMemory>
<memory dumpCore='on'>1024</memory><currentMemory>2048</currentMemory>
<memory dumpCore='x'>1024</memory>
<memory>1024</memory><currentMemory unit='MiB'>-1</currentMemory>
<memory>1024</memory><maxMemory>10240</maxMemory>
<memory>1024</memory><maxMemory slots='3'>10240</maxMemory>
<memory>1024</memory><maxMemory slots='3'>102</maxMemory>
<memory>1024</memory><maxMemory slots='x'>10240</maxMemory>
<memory>1024</memory><maxMemory slots='3'></maxMemory>
<cpu><numa><cell memory='3' unit='MiB'/></numa></cpu>
"""),
    "vcpu": (PLAIN, """
<vcpu>0</vcpu>
<vcpu>x</vcpu>
<vcpu>2 </vcpu>
<vcpu> 2</vcpu><vcpu>3</vcpu>
<vcpu current='1'>2</vcpu>
<vcpu current='3'>2</vcpu>
<vcpu current='-1'>2</vcpu>
<vcpu placement='x'>2</vcpu>
<vcpu cpuset=''>1</vcpu>
<vcpu cpuset='0,^0'>1</vcpu>
<vcpu cpuset='5-3'>1</vcpu>
<vcpu cpuset='0-4,^2,70'>1</vcpu>
<vcpu cpuset='0-16383'>1</vcpu>
<vcpu cpuset='0-16384'>1</vcpu>
<vcpu placement='auto' cpuset='0-3'>2</vcpu>
<vcpu>2</vcpu><vcpus><vcpu id='0' enabled='yes'/></vcpus>
<vcpu>3</vcpu><vcpus><vcpu id='1' enabled='no' order='4'/></vcpus>
<vcpu>2</vcpu><vcpus><vcpu id='1' enabled='no' hotpluggable='no'/></vcpus>
<vcpu>2</vcpu><vcpus><vcpu id='2' enabled='no'/></vcpus>
<vcpu>2</vcpu><vcpus><vcpu enabled='no'/></vcpus>
<vcpu>2</vcpu><vcpus><vcpu id='0'/></vcpus>
"""),
    "os": ((HEAD, "</domain>"), """
<os/>
<os><type>foo</type></os>
<os><type arch='foo'>hvm</type></os>
<os><type arch='x86_64' machine='pc'>xen</type></os>
<os><type>linux</type></os>
<bootloader>/usr/bin/pygrub</bootloader><bootloader_args>--x</bootloader_args><os><type>hvm</type><boot dev='cdrom'/></os>
<bootloader>/usr/bin/pygrub</bootloader>
<bootloader_args>--x</bootloader_args><os><type>hvm</type></os>
<os><type>exe</type></os>
<os><type>exe</type><init>/sbin/init</init><initarg>a</initarg><initarg>b c</initarg><initenv name='A'>x</initenv><initdir>/d</initdir><inituser>u</inituser><initgroup>g</initgroup><cmdline>c</cmdline></os>
<os><type>exe</type><init>/sbin/init</init><initarg/></os>
<os><type>exe</type><init>/sbin/init</init><initenv/></os>
<os><type>exe</type><init>/sbin/init</init><initenv name='a'/></os>
<os><type>xenpvh</type><kernel>/k</kernel><initrd>/r</initrd><cmdline>a=b</cmdline><dtb>d</dtb><loader>x</loader><boot dev='cdrom'/></os>
<os><type>hvm</type><kernel>/k</kernel><initrd>/r</initrd><cmdline>a=b "x" 'y' &lt;</cmdline><dtb>d</dtb><root>r</root><shim>s</shim></os>
<os><type>hvm</type><shim>s</shim></os>
<os><type>hvm</type><boot dev='cdrom'/><boot dev='hd'/><boot dev='fd'/><boot dev='network'/><boot dev='bad'/></os>
<os><type>hvm</type><boot dev='bad'/></os>
<os><type>hvm</type><boot/></os>
<os><type>hvm</type><bootmenu enable='yes' timeout='3000'/></os>
<os><type>hvm</type><bootmenu enable='no' timeout='x'/></os>
<os><type>hvm</type><bootmenu enable='yes' timeout='x'/></os>
<os><type>hvm</type><bootmenu enable='yes' timeout='99999'/></os>
<os><type>hvm</type><bios useserial='x' rebootTimeout='-1'/></os>
<os><type>hvm</type><bios rebootTimeout='65536'/></os>
<os><type>hvm</type><smbios mode='sysinfo'/></os>
<os><type>hvm</type><smbios mode='x'/></os>
<os><type>hvm</type><acpi><table type='slic'>//a///b/</table><table type='raw'>x</table><table type='raw'>y</table><table type='rawset'/></acpi></os>
<os><type>hvm</type><acpi><table type='slic'>/a</table><table type='slic'>/b</table></acpi></os>
<os><type>hvm</type><acpi><table>/a</table></acpi></os>
<os firmware='bios'><type>hvm</type></os>
<os firmware='x'><type>hvm</type></os>
<os firmware='efi'><type>xen</type></os>
<os firmware='efi'><type>hvm</type><firmware><feature name='secure-boot' enabled='no'/><feature name='enrolled-keys' enabled='no'/></firmware></os>
<os firmware='efi'><type>hvm</type><firmware><feature name='secure-boot' enabled='no'/><feature name='enrolled-keys' enabled='yes'/></firmware></os>
<os firmware='efi'><type>hvm</type><firmware><feature name='secure-boot'/></firmware></os>
<os><type>hvm</type><firmware><feature name='secure-boot' enabled='no'/></firmware></os>
"""),
    "loader": ((HEAD + "<os firmware='", "</os></domain>"), """
efi'><type>hvm</type><loader secure='no' readonly='yes' type='pflash' stateless='yes'>/l</loader>
efi'><type>hvm</type><loader format='qcow2'/>
efi'><type>hvm</type><loader format='vmdk'/>
efi'><type>hvm</type><loader format='x'/>
efi'><type>hvm</type><nvram template='/t' templateFormat='raw' format='qcow2'>/n</nvram>
efi'><type>hvm</type><nvram template='/t' templateFormat='vdi'/>
efi'><type>hvm</type><nvram type='network'><source protocol='nbd' name='x'><host name='h' port='10809'/></source></nvram>
efi'><type>hvm</type><nvram type='file'/>
efi'><type>hvm</type><nvram type='bad'><source dev='/dev/x'/></nvram>
efi'><type>hvm</type><nvram>/n</nvram><varstore/>
efi'><type>hvm</type><varstore template='/t' path='/p'/>
efi'><type>hvm</type><loader stateless='yes'/><nvram>/n</nvram>
efi'><type>hvm</type><loader readonly='no'/><varstore path='/n'/>
efi'><type>hvm</type><loader readonly='no' type='rom'/><nvram>/n</nvram>
efi'><type>hvm</type><loader type='rom' format='qcow2'/>
bios'><type>hvm</type><nvram>/n</nvram>
'><type>hvm</type><loader/>
'><type>hvm</type><loader>/l</loader><nvram>/n</nvram>
'><type>hvm</type><loader type='none'>/l</loader>
'><type>hvm</type><loader readonly='x'>/l</loader>
'><type>hvm</type><loader type='pflash' stateless='no'>/l</loader><nvram>/n</nvram>
'><type>hvm</type><varstore/>
'><type>exe</type><init>/i</init><loader>/n</loader>
"""),
    "features": ((HEAD + "<features>", "</features>" + HVM + "</domain>"), """
<acpi/><apic eoi='on'/><pae/><hap/><viridian/><privnet/><pmu state='off'/><virtualization/>
<apic eoi='x'/>
<foo/>
<hyperv/>
<hyperv mode='passthrough'><bad/></hyperv>
<hyperv mode='host-model'><relaxed state='on'/><vapic state='off'/><spinlocks state='on' retries='0x1fff'/><vendor_id state='on' value='a b'/><stimer state='on'><direct state='on'/></stimer><tlbflush state='on'><direct state='on'/><extended state='on'/></tlbflush><xmm_input state='on'/></hyperv>
<hyperv mode='x'/>
<hyperv><bad/></hyperv>
<hyperv><relaxed/></hyperv>
<hyperv><spinlocks state='on'/></hyperv>
<hyperv><spinlocks state='on' retries='3'/></hyperv>
<hyperv><vendor_id state='on'/></hyperv>
<hyperv><vendor_id state='on' value='1234567890123'/></hyperv>
<hyperv><vendor_id state='on' value='a,b'/></hyperv>
<hyperv><stimer state='on'><bad/></stimer></hyperv>
<hyperv><relaxed state='on'/></hyperv><hyperv><relaxed state='off'/><vapic state='on'/></hyperv>
<kvm/>
<kvm><hidden state='on'/><hint-dedicated state='on'/><poll-control state='off'/><pv-ipi state='on'/><dirty-ring state='on' size='4096'/></kvm>
<kvm><dirty-ring state='on' size='4097'/></kvm>
<kvm><bad/></kvm>
<xen><e820_host state='on'/><passthrough state='on' mode='share_pt'/></xen>
<xen><bad/></xen>
<capabilities policy='default'/>
<capabilities><mknod/><chown state='off'/></capabilities>
<capabilities><bad/></capabilities>
<vmport state='off'/><pvspinlock/><vmcoreinfo/>
<gic version='3'/>
<gic version='4'/>
<smm state='on'><tseg unit='MiB'>48</tseg></smm>
<smm state='off'><tseg unit='MiB'>48</tseg></smm>
<smm state='on'><tseg>x</tseg></smm>
<ioapic driver='kvm'/>
<ioapic driver='none'/>
<hpt resizing='required'><maxpagesize unit='GiB'>16</maxpagesize></hpt>
<hpt><maxpagesize>x</maxpagesize></hpt>
<htm state='on'/><nested-hv state='off'/><ccf-assist state='on'/><ras state='on'/><ps2 state='off'/>
<htm/>
<msrs unknown='fault'/>
<msrs/>
<cfpc value='broken'/><sbbc value='fixed'/><ibs value='fixed-na'/>
<tcg><tb-cache unit='MiB'>128</tb-cache></tcg>
<async-teardown/><aia value='none'/>
<aia value='default'/>
<x:acpi xmlns:x='foo'/>
"""),
    "clock": (PLAIN, """
<clock offset='localtime' adjustment='reset'/>
<clock offset='localtime' adjustment='-33'/>
<clock offset='utc' adjustment='x'/>
<clock offset='variable' adjustment='12' basis='localtime'/>
<clock offset='variable' basis='x'/>
<clock offset='x'/>
<clock offset='timezone'/>
<clock offset='timezone' timezone='Europe/Paris'/>
<clock offset='absolute'/>
<clock offset='absolute' start='123'/>
<clock><timer name='tsc' frequency='33' mode='native' present='no'/><timer name='rtc' tickpolicy='catchup' track='wall'><catchup threshold='1' slew='2' limit='3'/></timer><timer name='hpet' present='yes'/></clock>
<clock><timer/></clock>
<clock><timer name='x'/></clock>
<clock><timer name='rtc' frequency='33'/></clock>
<clock><timer name='rtc' mode='auto'/></clock>
<clock><timer name='tsc' track='wall'/></clock>
<clock><timer name='kvmclock' tickpolicy='delay'/></clock>
<clock><timer name='armvtimer' tickpolicy='delay'><catchup limit='3'/></timer></clock>
"""),
    "actions": (PLAIN, """
<on_poweroff>restart</on_poweroff><on_reboot>destroy</on_reboot><on_crash>preserve</on_crash><on_lockfailure>pause</on_lockfailure>
<on_poweroff>x</on_poweroff>
<on_reboot>x</on_reboot>
<on_crash>coredump-restart</on_crash><on_lockfailure>default</on_lockfailure>
<on_poweroff>coredump-restart</on_poweroff>
<on_lockfailure>x</on_lockfailure>
<pm><suspend-to-disk enabled='no'/><suspend-to-mem enabled='yes'/></pm>
<pm><suspend-to-disk enabled='x'/></pm>
"""),
    "cpu": (PLAIN, """
<cpu mode='host-passthrough' check='none' migratable='off'/>
<cpu mode='host-model'><model fallback='forbid' vendor_id='GenuineIntel'/><feature name='vmx'/></cpu>
<cpu match='strict' check='partial'><model>qemu64</model><vendor>Intel</vendor><topology sockets='1' cores='2' threads='1'/><feature policy='disable' name='lahf_lm'/><cache level='3' mode='emulate'/><maxphysaddr mode='passthrough' bits='42' limit='39'/></cpu>
<cpu><topology sockets='2' dies='2' clusters='1' cores='2' threads='1'/></cpu>
<cpu/>
<cpu mode='x'/>
<cpu migratable='on'/>
<cpu match='x'/>
<cpu check='partial'/>
<cpu><model fallback='x'>a</model></cpu>
<cpu><model vendor_id='a'>a</model></cpu>
<cpu><vendor>Intel</vendor></cpu>
<cpu><topology sockets='0' cores='2' threads='1'/></cpu>
<cpu><topology cores='2' threads='1'/></cpu>
<cpu><topology sockets='65536' cores='65536' threads='1'/></cpu>
<cpu><feature name='a'/></cpu>
<cpu><model>a</model><feature policy='x' name='a'/></cpu>
<cpu><model>a</model><feature/></cpu>
<cpu><model>a</model><feature name='a'/><feature name='a'/></cpu>
<cpu><cache mode='emulate'/><cache mode='emulate'/></cpu>
<cpu><cache level='4' mode='emulate'/></cpu>
<cpu><maxphysaddr mode='emulate' limit='3'/></cpu>
<vcpu>4</vcpu><cpu><numa><cell id='1' cpus='2-3' memory='512'/><cell id='0' cpus='0,1' memory='1' unit='MiB' memAccess='shared' discard='yes'><distances><sibling id='0' value='10'/><sibling id='1' value='21'/></distances><cache level='1' associativity='direct' policy='writeback'><size value='8' unit='KiB'/><line value='5' unit='B'/></cache></cell><interconnects><latency initiator='0' target='1' type='access' value='5'/><bandwidth initiator='0' target='0' cache='1' type='read' value='3' unit='MiB'/></interconnects></numa></cpu>
<cpu><numa/></cpu>
<cpu><numa><cell/></numa></cpu>
<cpu><numa><cell id='3' memory='1'/></numa></cpu>
<cpu><numa><cell memory='1'/><cell id='0' memory='1'/></numa></cpu>
<vcpu>2</vcpu><cpu><numa><cell cpus='0-1' memory='1'/><cell cpus='1' memory='1'/></numa></cpu>
<cpu><numa><cell cpus='0-1' memory='1'/></numa></cpu>
<cpu><numa><cell cpus='1' memory='1'/></numa></cpu>
<cpu><numa><cell memory='1'><distances/></cell></numa></cpu>
<cpu><numa><cell memory='1'><distances><sibling id='0' value='20'/></distances></cell></numa></cpu>
<cpu><numa><cell memory='1'><distances><sibling id='1' value='20'/></distances></cell></numa></cpu>
<cpu><numa><cell memory='1'><cache level='4' associativity='none' policy='none'><size value='1'/><line value='1'/></cache></cell></numa></cpu>
<cpu><numa><cell memory='1'><cache level='1' associativity='none' policy='none'><line value='1'/></cache></cell></numa></cpu>
<cpu><numa><cell memory='1'/><interconnects><latency initiator='0' target='0' type='access' value='5'/></interconnects></numa></cpu>
<cpu><numa><cell memory='1' cpus='0'/><interconnects><latency initiator='0' target='1' type='access' value='5'/></interconnects></numa></cpu>
"""),
    "numatune": (PLAIN, """
<numatune><memory mode='preferred' nodeset='1-3,^2'/></numatune>
<numatune><memory placement='auto'/></numatune>
<vcpu cpuset='0'>1</vcpu><numatune><memory placement='auto' nodeset='1'/></numatune>
<numatune><memory mode='strict'/></numatune>
<numatune><memory mode='x'/></numatune>
<numatune><memory placement='x'/></numatune>
<numatune><memory nodeset='x'/></numatune>
<numatune/><numatune/>
<numatune><memnode cellid='0' nodeset='1'/></numatune>
<cpu><numa><cell memory='1'/><cell memory='1'/></numa></cpu><numatune><memory nodeset='0'/><memnode cellid='1' mode='interleave' nodeset='1'/></numatune>
<cpu><numa><cell memory='1'/></numa></cpu><numatune><memnode cellid='0'/></numatune>
<cpu><numa><cell memory='1'/></numa></cpu><numatune><memnode cellid='1' nodeset='1'/></numatune>
<cpu><numa><cell memory='1'/></numa></cpu><numatune><memnode cellid='0' nodeset='1'/><memnode cellid='0' nodeset='1'/></numatune>
<cpu><numa><cell memory='1'/></numa></cpu><numatune><memory mode='restrictive' nodeset='0'/><memnode cellid='0' nodeset='1'/></numatune>
<cpu><numa><cell memory='1'/></numa></cpu><numatune><memory placement='auto'/><memnode cellid='0' nodeset='1'/></numatune>
"""),
    "tuning": (PLAIN, """
<memoryBacking><hugepages/><nosharepages/><locked/><source type='file'/><access mode='shared'/><allocation mode='immediate' threads='4'/><discard/></memoryBacking>
<memoryBacking><hugepages><page size='2' unit='M' nodeset='0'/></hugepages></memoryBacking>
<memoryBacking><hugepages><page size='2' unit='M' nodeset='1'/></hugepages></memoryBacking>
<memoryBacking><hugepages><page size='0'/></hugepages></memoryBacking>
<memoryBacking><hugepages><page/></hugepages></memoryBacking>
<memoryBacking><hugepages><page size='2048'/><page size='1' unit='G'/></hugepages></memoryBacking>
<memoryBacking><source type='none'/></memoryBacking>
<memoryBacking><allocation mode='x'/></memoryBacking>
<memoryBacking><allocation threads='x'/></memoryBacking>
<memtune><hard_limit unit='M'>1</hard_limit><soft_limit>100</soft_limit><min_guarantee>5</min_guarantee><swap_hard_limit>0</swap_hard_limit></memtune>
<memtune><hard_limit>9007199254740991</hard_limit></memtune>
<memtune><hard_limit>9007199254740992</hard_limit></memtune>
<memtune><soft_limit>-1</soft_limit></memtune>
<blkiotune><weight>800</weight><device><path>/dev/sda</path><weight>1000</weight><read_iops_sec>2</read_iops_sec><write_bytes_sec>3</write_bytes_sec></device><device><path>/dev/sdb</path></device></blkiotune>
<blkiotune><device/></blkiotune>
<blkiotune><device><path>/d</path><weight>x</weight></device></blkiotune>
<blkiotune><device><path>/d</path><read_bytes_sec>x</read_bytes_sec></device></blkiotune>
<blkiotune><device><path>/d</path></device><device><path>/d</path></device></blkiotune>
<iothreads>2</iothreads>
<iothreads>x</iothreads>
<iothreads>2</iothreads><iothreadids><iothread id='4' thread_pool_min='1' thread_pool_max='3'><poll max='5' grow='0' shrink='2' weight='3'/></iothread></iothreadids>
<iothreadids><iothread id='0'/></iothreadids>
<iothreadids><iothread id='1'/><iothread id='1'/></iothreadids>
<iothreadids><iothread id='1' thread_pool_max='0'/></iothreadids>
<defaultiothread thread_pool_min='1' thread_pool_max='4'/>
<defaultiothread thread_pool_min='5' thread_pool_max='4'/>
<throttlegroups><throttlegroup><group_name>g</group_name><total_bytes_sec>10</total_bytes_sec><read_iops_sec_max_length>4</read_iops_sec_max_length><size_iops_sec>5</size_iops_sec></throttlegroup></throttlegroups>
<throttlegroups><throttlegroup/></throttlegroups>
<throttlegroups><throttlegroup><group_name>g</group_name></throttlegroup><throttlegroup><group_name>g</group_name></throttlegroup></throttlegroups>
<throttlegroups><throttlegroup><group_name>g</group_name><read_bytes_sec>x</read_bytes_sec></throttlegroup></throttlegroups>
<throttlegroups><throttlegroup><group_name>g</group_name><read_bytes_sec>1</read_bytes_sec><total_bytes_sec>1</total_bytes_sec></throttlegroup></throttlegroups>
"""),
    "cputune": ((HEAD + "<vcpu>4</vcpu><iothreads>2</iothreads><cputune>", "</cputune>" + HVM + "</domain>"), """
<shares>2048</shares><period>1000000</period><quota>-1</quota><global_period>1000000</global_period><global_quota>-1</global_quota><emulator_period>1000000</emulator_period><emulator_quota>-1</emulator_quota><iothread_period>1000000</iothread_period><iothread_quota>-1</iothread_quota>
<shares>0</shares><period>0</period>
<shares>x</shares>
<global_quota>x</global_quota>
<period>1</period>
<quota>1</quota>
<vcpupin vcpu='1' cpuset='0,1'/><vcpupin vcpu='0' cpuset='1-4,^2'/><emulatorpin cpuset='1-3'/><iothreadpin iothread='1' cpuset='1'/>
<vcpusched vcpus='0-1' scheduler='fifo' priority='1'/><emulatorsched scheduler='batch'/><iothreadsched iothreads='2' scheduler='idle'/>
<vcpupin vcpu='0'/>
<vcpupin vcpu='0' cpuset='0'/><vcpupin vcpu='0' cpuset='0'/>
<emulatorpin/>
<emulatorpin cpuset='1'/><emulatorpin cpuset='1'/>
<iothreadpin iothread='3' cpuset='1'/>
<iothreadpin iothread='1' cpuset='1'/><iothreadpin iothread='1' cpuset='1'/>
<vcpusched vcpus='0' scheduler='none'/>
<vcpusched scheduler='rr'/>
<vcpusched vcpus='0' scheduler='rr'/>
<vcpusched vcpus='5' scheduler='idle'/>
<vcpusched vcpus='0' scheduler='idle'/><vcpusched vcpus='0' scheduler='idle'/>
<iothreadsched iothreads='5' scheduler='idle'/>
<cachetune vcpus='0-1'><cache id='1' level='3' type='both' size='12' unit='KiB'/><cache id='0' level='3' type='both' size='3' unit='MiB'/><monitor level='3' vcpus='0'/></cachetune><memorytune vcpus='0-1'><node id='0' bandwidth='60'/></memorytune><memorytune vcpus='2'><node id='1' bandwidth='20'/><monitor vcpus='2'/></memorytune>
<cachetune/>
<cachetune vcpus='x'/>
<cachetune vcpus='0'><cache id='0' level='3' type='both' size='3'/><cache id='0' level='3' type='code' size='3'/></cachetune>
<cachetune vcpus='0'><cache id='0' level='3' type='both'/></cachetune>
<cachetune vcpus='0'><monitor level='2' vcpus='0'/></cachetune>
<cachetune vcpus='0'><monitor level='3' vcpus='1'/></cachetune>
<cachetune vcpus='0-1'><monitor level='3' vcpus='0'/><monitor level='3' vcpus='0'/></cachetune>
<cachetune vcpus='0-1'><monitor level='3' vcpus='0'/><monitor level='3' vcpus='0-1'/></cachetune>
<cachetune vcpus='0-1'><monitor level='3' vcpus='0'/></cachetune><cachetune vcpus='1-2'/>
<cachetune vcpus='0-1'><monitor level='3' vcpus='0'/></cachetune><cachetune vcpus='0-1'/>
<memorytune vcpus='0'><node id='0' bandwidth='6'/><node id='0' bandwidth='6'/></memorytune>
"""),
    "host-side": (PLAIN, """
<resource><partition>/machine</partition><fibrechannel appid='userProvidedID'/></resource>
<resource/>
<resource><fibrechannel appid='é'/></resource>
<resource><partition>/m</partition></resource><resource/>
<perf><event name='mbml' enabled='no'/><event name='cmt' enabled='yes'/></perf>
<perf><event name='cmt' enabled='yes'/><event name='cmt' enabled='no'/></perf>
<perf><event name='x' enabled='yes'/></perf>
<idmap><uid start='0' target='1000' count='10'/><gid start='5' target='2' count='3'/><gid start='0' target='1000' count='10'/></idmap>
<idmap><uid start='0' target='1000' count='10'/></idmap>
<idmap><uid start='1' target='1000' count='10'/><gid start='0' target='1000' count='10'/></idmap>
<idmap><uid start='x' target='1000' count='10'/></idmap>
<iommufd enabled='yes' fdgroup='x'/>
<iommufd enabled='no' fdgroup='x'/>
<iommufd/>
"""),
    "security": (PLAIN, """
<seclabel type='static' model='selinux'><label>l</label></seclabel>
<seclabel type='static' model='selinux'/>
<seclabel type='dynamic' model='selinux'><baselabel>b</baselabel><label>l</label></seclabel><seclabel model='none'/>
<seclabel type='dynamic' relabel='no'/>
<seclabel type='none' relabel='yes'/>
<seclabel/>
<seclabel type='default'/>
<seclabel model='a'/><seclabel model='a'/>
<seclabel/><seclabel model='b'/>
<keywrap><cipher name='dea' state='off'/><cipher name='aes' state='on'/></keywrap>
<keywrap><cipher name='aes' state='on'/><cipher name='aes' state='off'/></keywrap>
<launchSecurity type='sev' kernelHashes='yes'><cbitpos>47</cbitpos><reducedPhysBits>1</reducedPhysBits><policy>0x0001</policy><dhCert>c</dhCert><session>s</session></launchSecurity>
<launchSecurity type='sev'/>
<launchSecurity type='sev'><policy>3</policy><cbitpos>x</cbitpos></launchSecurity>
<launchSecurity type='sev-snp' authorKey='yes' vcek='no'><policy>0x30000</policy><guestVisibleWorkarounds>AAAAAAAAAAAAAAAAAAAAAA==</guestVisibleWorkarounds></launchSecurity>
<launchSecurity type='sev-snp'><policy>0x30000</policy><hostData>YWE=</hostData></launchSecurity>
<launchSecurity type='s390-pv'/>
<launchSecurity type='tdx'><policy>0x1</policy><quoteGenerationService path='/p'/></launchSecurity>
<launchSecurity type='tdx'><policy>x</policy></launchSecurity>
<launchSecurity type='x'/>
"""),
    "sysinfo": (PLAIN, """
<sysinfo type='smbios'><bios><entry name='vendor'>LENOVO</entry><entry name='date'>01/02/2003</entry></bios><system><entry name='uuid'>1111111122223333 4444-555555555555</entry><entry name='sku'>s</entry></system><baseBoard><entry name='asset'>x</entry></baseBoard><baseBoard/><chassis><entry name='sku'>x</entry></chassis><oemStrings><entry>a</entry><entry/></oemStrings><x/></sysinfo>
<sysinfo type='smbios'><bios/><system/></sysinfo>
<sysinfo type='smbios'><bios><entry name='date'>13/02/2003</entry></bios></sysinfo>
<sysinfo type='smbios'><system><entry name='uuid'>21111111-2222-3333-4444-555555555555</entry></system></sysinfo>
<sysinfo type='smbios'><system><entry name='uuid'>x</entry></system></sysinfo>
<hwuuid>21111111-2222-3333-4444-555555555555</hwuuid><sysinfo type='smbios'><system><entry name='uuid'>11111111-2222-3333-4444-555555555555</entry></system></sysinfo>
<sysinfo type='fwcfg'><entry name='opt/a'>v</entry><entry name='opt/b' file='/x//y'/></sysinfo>
<sysinfo type='fwcfg'><entry>v</entry></sysinfo>
<sysinfo type='fwcfg'><entry name='a'/></sysinfo>
<sysinfo/>
"""),
    "sysinfo-uuid": (("<domain type='test'><name>a</name><memory>1024</memory>", HVM + "</domain>"), """
<sysinfo type='smbios'><system><entry name='uuid'>1111111122223333 4444-555555555555</entry></system></sysinfo>
"""),
    "unknown": (PLAIN, """
<unknown><a/></unknown><cpu><unknown/></cpu><os><unknown/></os>
"""),
}

# Documents with line ends of their own, or that are not XML at all.
WHOLE = {
    "xml/empty": "",
    "xml/blank": " \n ",
    "xml/text": "........",
    "xml/unclosed": "<domain type='test'>\n  <name>a</name>\n",
    "xml/mismatch": "<domain type='test'>\n  <name>a</nam>\n</domain>",
    "xml/extra": "<domain type='test'/>\n<domain/>",
    "xml/no-quote": "<domain type=test>\n</domain>",
    "xml/unknown-entity": "<domain type='test'>\n\t<name>&x;</name></domain>",
    "xml/bare-ampersand": "<domain type='test'><name>a & b</name></domain>",
    "xml/less-than-in-attribute": "<domain type='<'/>",
    "xml/twice-the-attribute": "<domain type='test' type='test'/>",
    "xml/no-value": "<domain type/>",
    "xml/no-name": "<domain>< /></domain>",
    "names/line-end-in-title": HEAD + "<title>t\nu</title>" + HVM + "</domain>",
    "metadata/lines": HEAD + "<metadata>\n<p:a xmlns:p='u'>\n\n <p:q> </p:q><p:r>\n</p:r></p:a>\n</metadata>" + HVM + "</domain>",
    "attributes/lines": HEAD + "<metadata><p:a xmlns:p='u' b=' 1\n2\t3&#10;4'/></metadata>" + HVM + "</domain>",
    "description/lines": HEAD + "<description>d\n  e\r\nf</description>" + HVM + "</domain>",
}


def documents():
    for group, ((before, after), parts) in GROUPS.items():
        for number, part in enumerate(line for line in parts.split("\n") if line):
            yield f"{group}/{number + 1:02}", before + part + after
    yield from WHOLE.items()


def error(raised):
    code, domain, message, level, str1, str2, str3, int1, int2 = raised.err
    return {"code": code, "domain": domain, "message": message, "level": level, "str1": str1, "str2": str2, "int1": int1, "int2": int2}


def record(name, xml):
    entry = {"name": name, "xml": xml}
    # A connection of its own: the driver counts ids from its start.
    conn = libvirt.open("test:///default")
    try:
        domain = conn.defineXML(xml)
    except libvirt.libvirtError as raised:
        entry["define"] = {"error": error(raised)}
        conn.close()
        return entry
    secure = libvirt.VIR_DOMAIN_XML_INACTIVE | libvirt.VIR_DOMAIN_XML_SECURE
    inactive = domain.XMLDesc(secure)
    entry["define"] = {"inactive": inactive}
    migratable = domain.XMLDesc(libvirt.VIR_DOMAIN_XML_MIGRATABLE)
    if migratable != domain.XMLDesc():
        entry["define"]["migratable"] = migratable
    domain.create()
    live = domain.XMLDesc()
    expected = inactive.replace("'", "' id='2'", 2).replace("' id='2'", "'", 1)
    if live != expected:
        entry["create"] = {"live": live}
    domain.destroy()
    domain.undefine()
    conn.close()
    return entry


def main():
    libvirt.registerErrorHandler(lambda *_: None, None)
    for name, xml in documents():
        print(json.dumps(record(name, xml), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    sys.exit(main())
