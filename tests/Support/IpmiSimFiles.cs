using System.Globalization;
using System.Text;

namespace SovereignFleet.Tests.Support;

/// <summary>What ipmi_sim is configured with.</summary>
internal static class IpmiSimFiles
{
    // ipmi_sim runs: chassis.sh get power | set power "0|1" | set identify "<seconds> <force>" | ...
    public const string ChassisScript = """
        #!/bin/sh
        here=$(dirname "$0")
        op=$1; shift
        echo "$(date +%s.%N | cut -c1-14) $op $*" >> "$here/chassis.log"
        case "$op" in
        get) for key in "$@"; do case "$key" in
               power) echo "power:$(cat "$here/power" 2>/dev/null || echo 1)";;
               boot) echo "boot:default";; esac; done;;
        set) while [ $# -ge 2 ]; do echo "$2" > "$here/$1"; shift 2; done;;
        esac
        exit 0

        """;

    public static string Lan(string folder, string name, int port, int consolePort, string user, string password) => $"""
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
          chassis_control "{folder}/chassis.sh"
          user 1 false "" "" user 10 none md2 md5 straight
          user 2 true "{user}" "{password}" admin 10 none md2 md5 straight
        console 127.0.0.1 {consolePort}

        """;

    public static string Emulator(string folder) => $"""
        mc_setbmc 0x20
        mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr
        sel_enable 0x20 1000 0x0a
        sensor_add 0x20 0 0 35 0x6f event-only
        sensor_add 0x20 0 1 0x01 0x01 poll 1000 file "{folder}/cpu_temp"
        sensor_set_threshold 0x20 0 1 settable 111000 0x64 0x5f 0x55 00 00 00
        sensor_set_event_support 0x20 0 1 enable scanning per-state 000111111000000 000111111000000 000111111000000 000111111000000
        sensor_add 0x20 0 2 0x01 0x01 poll 1000 file "{folder}/inlet_temp"
        sensor_set_threshold 0x20 0 2 settable 111000 0x32 0x2d 0x28 00 00 00
        sensor_add 0x20 0 3 0x04 0x01 poll 1000 file "{folder}/fan1"
        sensor_set_threshold 0x20 0 3 settable 000011 00 00 00 00 0x05 0x0a
        sensor_set_event_support 0x20 0 3 enable scanning per-state 000000000001111 000000000001111 000000000001111 000000000001111
        sensor_add 0x20 0 4 0x04 0x01 poll 1000 file "{folder}/fan2"
        sensor_set_threshold 0x20 0 4 settable 000011 00 00 00 00 0x05 0x0a
        sensor_add 0x20 0 5 0x08 0x6f
        sensor_set_bit 0x20 0 5 0 1 0
        sensor_set_event_support 0x20 0 5 enable scanning per-state 000000000001111 000000000001111 000000000001111 000000000001111
        sensor_add 0x20 0 6 0x08 0x01 poll 1000 file "{folder}/psu1_w"
        mc_add_fru_data 0x20 0 256 file 0 "{folder}/fru.bin"
        mc_enable 0x20

        """;

    public static string Sdrs { get; } = string.Concat(
        Sdr("CPU1 Temp", 1, "processor", 1, "Temperature", "degrees_C", 1, 0, Upper(0x64, 0x5f, 0x55)),
        Sdr("Inlet Temp", 2, "system_board", 1, "Temperature", "degrees_C", 1, 0, Upper(0x32, 0x2d, 0x28)),
        Sdr("Fan1 Speed", 3, "fan_cooling_device", 1, "Fan", "RPM", 100, 0, Lower(0x05, 0x0a)),
        Sdr("Fan2 Speed", 4, "fan_cooling_device", 2, "Fan", "RPM", 100, 0, Lower(0x05, 0x0a)),
        Discrete("PSU1 Status", 5),
        Sdr("PSU1 Input", 6, "power_supply", 1, "Power_Supply", "Watts", 10, 0, ""));

    /// <summary>A board and a product area of 8-bit text, each with its checksum (IPMI FRU storage definition).</summary>
    public static byte[] Fru(string serial)
    {
        var board = Area([25, 0x10, 0x20, 0x30], "Acme", "GPU-NODE-8X", serial, "P/N-0001", "fru0");
        var product = Area([25], "Acme", "GPU Server 8x", "MODEL-8", "v1", serial, "ASSET-1", "fru0");
        byte[] header = [1, 0, 0, 1, (byte)(1 + (board.Length / 8)), 0, 0];
        byte[] all = [.. header, Checksum(header), .. board, .. product];
        Array.Resize(ref all, 256);
        return all;
    }

    private static byte[] Area(byte[] begin, params string[] texts)
    {
        var body = new List<byte> { 1, 0 };
        body.AddRange(begin);
        foreach (var text in texts)
        {
            body.Add((byte)(0xc0 | text.Length));
            body.AddRange(Encoding.ASCII.GetBytes(text));
        }

        body.Add(0xc1);
        var length = (body.Count + 1 + 7) / 8 * 8;
        body.AddRange(new byte[length - 1 - body.Count]);
        body[1] = (byte)(length / 8);
        body.Add(Checksum([.. body]));
        return [.. body];
    }

    private static byte Checksum(byte[] bytes) => (byte)-bytes.Sum(one => one);

    private static string Upper(int nonRecoverable, int critical, int nonCritical) =>
        Threshold("unr", nonRecoverable) + Threshold("uc", critical) + Threshold("unc", nonCritical);

    private static string Lower(int critical, int nonCritical) => Threshold("lc", critical) + Threshold("lnc", nonCritical);

    private static string Threshold(string name, int raw) => string.Create(
        CultureInfo.InvariantCulture, $" {name}_thresh {raw}\n {name}_thrsh_readable true\n {name}_thrsh_settable true\n");

    private static string Sdr(
        string name, int number, string entity, int instance, string type, string unit, int factor, int exponent, string thresholds) => $"""
        sdr type 1
         sensor_owner_id 0x20
         sensor_owner_lun 0
         channel_number 0
         sensor_number {number}
         entity_id {entity}
         entity_instance {instance}
         init_scanning true
         init_events true
         init_thresholds true
         init_sensor_type true
         default_event_gen_on true
         default_sensor_scan_on true
         sensor_auto_rearm true
         sensor_hysteresis no
         sensor_threshold_access settable
         sensor_event_msg_ctrl per_state
         sensor_type {type}
         event_reading_type_code 1
         analog_data_format unsigned
         rate_unit none
         modifier_unit none
         base_unit {unit}
         linearization linear
         m {factor}
         tolerance 0
         b 0
         accuracy 0
         accuracy_exp 0
         sensor_direction n/a
         r_exp {exponent}
         b_exp 0
         sensor_maximum 255
         sensor_minimum 0
        {thresholds} id_string "{name}"
        endsdr

        """;

    private static string Discrete(string name, int number) => $"""
        sdr type 1
         sensor_owner_id 0x20
         sensor_owner_lun 0
         channel_number 0
         sensor_number {number}
         entity_id power_supply
         entity_instance 1
         init_scanning true
         init_events true
         init_sensor_type true
         default_event_gen_on true
         default_sensor_scan_on true
         sensor_auto_rearm true
         sensor_hysteresis no
         sensor_threshold_access no
         sensor_event_msg_ctrl per_state
         sensor_type Power_Supply
         event_reading_type_code 0x6f
         analog_data_format 3
         rate_unit none
         modifier_unit none
         base_unit unspecified
         linearization linear
         m 1
         tolerance 0
         b 0
         accuracy 0
         accuracy_exp 0
         sensor_direction n/a
         r_exp 0
         b_exp 0
         id_string "{name}"
        endsdr

        """;
}
