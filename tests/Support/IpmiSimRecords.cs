namespace SovereignFleet.Tests.Support;

/// <summary>The BMC's sensor data records, in the words of OpenIPMI's sdrcomp.</summary>
internal static class IpmiSimRecords
{
    public static string Text => string.Concat(
        Analog(1, "CPU1 Temp", "Temperature", "degrees_C", "processor", exponent: 0, Upper(100, 95, 85)),
        Analog(2, "Inlet Temp", "Temperature", "degrees_C", "system_board", exponent: 0, Upper(50, 45, 40)),
        Analog(3, "Fan1 Speed", "Fan", "RPM", "29", exponent: 2, Lower(5, 10)),
        Analog(4, "Fan2 Speed", "Fan", "RPM", "29", exponent: 2, Lower(5, 10)),
        Status(5, "PSU1 Status"),
        Analog(6, "PSU1 Input", "Power_Supply", "Watts", "10", exponent: 1, ""));

    private static string Analog(
        int number, string name, string type, string unit, string entity, int exponent, string thresholds) => $"""
        sdr type 1
        {Head(number, entity, type)}
         event_reading_type_code 1
         analog_data_format unsigned
         rate_unit none
         modifier_unit none
         base_unit {unit}
         linearization linear
         m 1
         tolerance 0
         b 0
         accuracy 0
         accuracy_exp 0
         sensor_direction n/a
         r_exp {exponent}
         b_exp 0
         sensor_maximum 255
         sensor_minimum 0
        {thresholds}
         id_string "{name}"
        endsdr

        """;

    private static string Status(int number, string name) => $"""
        sdr type 1
        {Head(number, "10", "Power_Supply")}
         event_reading_type_code 0x6f
         analog_data_format unsigned
         rate_unit none
         modifier_unit none
         base_unit unspecified
         linearization linear
         id_string "{name}"
        endsdr

        """;

    private static string Head(int number, string entity, string type) => $"""
         sensor_owner_id 0x20
         sensor_owner_lun 0
         channel_number 0
         sensor_number {number}
         entity_id {entity}
         entity_instance 1
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
        """;

    private static string Upper(int nonRecoverable, int critical, int nonCritical) =>
        Threshold("unr", "unr_thresh", nonRecoverable) + "\n" + Threshold("uc", "uc_thresh", critical) + "\n" + Threshold("unc", "unc_thresh", nonCritical);

    private static string Lower(int critical, int nonCritical) =>
        Threshold("lc", "lc_thresh", critical) + "\n" + Threshold("lnc", "lnc_thresh", nonCritical);

    private static string Threshold(string kind, string key, int value) => $"""
         {key} {value}
         {kind}_thrsh_readable true
         {kind}_thrsh_settable true
        """;
}
