namespace SovereignFleet.Tests.Support;

/// <summary>The files that ipmi_sim is configured by.</summary>
internal static class IpmiSimFiles
{
    public static string Lan(string name, int port, int console, string chassis, string serial) => $"""
        name "{name}"
        set_working_mc 0x20
          startlan 1
            addr 127.0.0.1 {port}
            priv_limit admin
            allowed_auths_callback none md2 md5 straight
            allowed_auths_user none md2 md5 straight
            allowed_auths_operator none md2 md5 straight
            allowed_auths_admin none md2 md5 straight
            guid a123456789abcdefa123456789abcdef
          endlan
          sol "{serial}" 115200
          chassis_control "{chassis} {name}"
          user 1 false "" "" user 10 none md2 md5 straight
          user 2 true "{IpmiSim.User}" "{IpmiSim.Password}" admin 10 none md2 md5 straight
        console 127.0.0.1 {console}

        """;

    /// <summary>Sensor 0 must be the watchdog; without mc_enable the BMC never answers.</summary>
    public static string Emulation(string folder) => $"""
        mc_setbmc 0x20
        mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr
        sel_enable 0x20 1000 0x0a
        sensor_add 0x20 0 0 35 0x6f event-only
        sensor_add 0x20 0 1 0x01 0x01 poll 1000 file "{folder}/cpu_temp"
        sensor_set_threshold 0x20 0 1 settable 111000 0x64 0x5f 0x55 00 00 00
        sensor_set_event_support 0x20 0 1 enable scanning per-state \
        	000111111000000 000111111000000 000111111000000 000111111000000
        sensor_add 0x20 0 2 0x01 0x01 poll 1000 file "{folder}/inlet_temp"
        sensor_set_threshold 0x20 0 2 settable 111000 0x32 0x2d 0x28 00 00 00
        sensor_add 0x20 0 3 0x04 0x01 poll 1000 file "{folder}/fan1"
        sensor_set_threshold 0x20 0 3 settable 000011 00 00 00 00 0x05 0x0a
        sensor_set_event_support 0x20 0 3 enable scanning per-state \
        	000000000001111 000000000001111 000000000001111 000000000001111
        sensor_add 0x20 0 4 0x04 0x01 poll 1000 file "{folder}/fan2"
        sensor_set_threshold 0x20 0 4 settable 000011 00 00 00 00 0x05 0x0a
        sensor_add 0x20 0 5 0x08 0x6f
        sensor_set_bit 0x20 0 5 0 1 0
        sensor_set_event_support 0x20 0 5 enable scanning per-state \
        	000000000001111 000000000001111 000000000001111 000000000001111
        sensor_add 0x20 0 6 0x08 0x01 poll 1000 file "{folder}/psu1_w"
        mc_add_fru_data 0x20 0 256 file 0 "{folder}/fru.bin"
        mc_enable 0x20

        """;

    /// <summary>ipmi_sim runs it as: NODE get power, NODE set power "0|1", NODE set identify "SECONDS FORCE".</summary>
    public static string ChassisScript(string folder) => $$"""
        #!/bin/sh
        op=$2; shift 2
        D="{{folder}}"
        echo "$(date +%s.%N | cut -c1-14) $op $*" >> "$D/chassis.log"
        case "$op" in
         get) for k in "$@"; do case "$k" in
                power) echo "power:$(cat "$D/power" 2>/dev/null || echo 1)";;
                boot)  echo "boot:$(cat "$D/boot" 2>/dev/null || echo default)";; esac; done;;
         set) while [ $# -ge 2 ]; do echo "$2" > "$D/$1"; shift 2; done;;
        esac
        exit 0

        """;
}
