using System.Text.Json;
using SovereignFleet.Agent.Bmc.Fru;
using SovereignFleet.Agent.Bmc.Ipmi;
using SovereignFleet.Agent.Bmc.Sel;
using SovereignFleet.Agent.Bmc.Sensors;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Cli;

/// <summary>What the BMC's parsers make of ipmitool's output in a file: each thing a JSON object, and each line that is not understood
/// one too.</summary>
internal static class IpmiFiles
{
    public static readonly string[] Kinds = ["ipmi-sdr", "ipmi-sel", "ipmi-fru", "ipmi-chassis", "ipmi-dcmi", "ipmi-mc"];

    /// <summary>Null for a kind that is none of these.</summary>
    public static IEnumerable<Action<Utf8JsonWriter>>? Read(string kind, IReadOnlyList<string> lines) => kind switch
    {
        "ipmi-sdr" => Lines(lines, line => Sensor(line) is { } sensor ? json => ProtoJson.Write(json, sensor) : null),
        "ipmi-sel" => Lines(lines, line => SelParser.ParseLine(line) is { } record ? json => Write(json, record) : null),
        "ipmi-fru" => Frus(lines),
        "ipmi-chassis" or "ipmi-mc" => Fields(lines),
        "ipmi-dcmi" => Watts(lines),
        _ => null,
    };

    // A name may hold a "|" in the one form, and a "," in both: the form that makes a sensor of the line is the right one.
    private static BmcSensor? Sensor(string line) => SdrTableParser.ParseLine(line) ?? SdrParser.ParseLine(line);

    private static IEnumerable<Action<Utf8JsonWriter>> Lines(IReadOnlyList<string> lines, Func<string, Action<Utf8JsonWriter>?> read) =>
        lines.Where(line => !string.IsNullOrWhiteSpace(line)).Select(line => read(line.TrimEnd('\r', ' ')) ?? NotUnderstood(line));

    private static IEnumerable<Action<Utf8JsonWriter>> Frus(IReadOnlyList<string> lines)
    {
        var rest = new List<string>();
        var devices = FruParser.Parse(string.Join('\n', lines), rest);
        return devices.Select<FruDevice, Action<Utf8JsonWriter>>(device => json => Write(json, device)).Concat(rest.Select(NotUnderstood));
    }

    private static IEnumerable<Action<Utf8JsonWriter>> Fields(IReadOnlyList<string> lines)
    {
        var rest = new List<string>();
        var text = string.Join('\n', lines);
        var fields = KeyValueParser.Parse(text, rest);
        if (KeyValueParser.PowerIsOn(text) is { } on)
        {
            fields = new Dictionary<string, string>(fields) { ["Chassis Power"] = on ? "on" : "off" };
            rest.RemoveAll(line => KeyValueParser.PowerIsOn(line) is not null);
        }

        return fields.Count == 0 ? rest.Select(NotUnderstood) : rest.Select(NotUnderstood).Prepend(json => Write(json, fields));
    }

    private static IEnumerable<Action<Utf8JsonWriter>> Watts(IReadOnlyList<string> lines)
    {
        var text = string.Join('\n', lines);
        if ((DcmiPower.FromText(text) ?? DcmiPower.FromRaw(text)) is not { } power)
        {
            return lines.Where(line => !string.IsNullOrWhiteSpace(line)).Select(NotUnderstood);
        }

        var rest = new List<string>();
        var fields = DcmiPower.Fields(text, rest);
        return rest.Where(_ => fields.Count > 0).Select(NotUnderstood).Prepend(json => Write(json, power, fields));
    }

    private static Action<Utf8JsonWriter> NotUnderstood(string line) => json =>
    {
        json.WriteStartObject();
        json.WriteString("not_understood", line);
        json.WriteEndObject();
    };

    private static void Write(Utf8JsonWriter json, FruDevice device)
    {
        var fields = device.Name.Length == 0 ? [] : new Dictionary<string, string> { ["FRU Device Description"] = $"{device.Name} (ID {device.Id})" };
        foreach (var (key, value) in device.Fields)
        {
            fields[key] = value;
        }

        Write(json, fields);
    }

    private static void Write(Utf8JsonWriter json, SelRecord record)
    {
        json.WriteStartObject();
        json.WriteNumber("id", record.Id);
        if (record.At is { } at)
        {
            json.WriteString("at", at);
        }

        json.WriteString("sensor", record.Sensor);
        json.WriteString("what", record.What);
        json.WriteString("direction", record.Direction);
        json.WriteString("reading", record.Reading);
        if (record.BmcTime.Length > 0)
        {
            json.WriteString("bmc_time", record.BmcTime);
        }

        if (record.Dimm.Length > 0)
        {
            json.WriteString("dimm", record.Dimm);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, DcmiPower power, IReadOnlyDictionary<string, string> fields)
    {
        json.WriteStartObject();
        json.WriteNumber("power_w", power.Now);
        json.WriteNumber("power_minimum_w", power.Minimum);
        json.WriteNumber("power_maximum_w", power.Maximum);
        json.WriteNumber("power_average_w", power.Average);
        json.WriteBoolean("active", power.IsActive);
        json.WritePropertyName("fields");
        Write(json, fields);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyDictionary<string, string> fields)
    {
        json.WriteStartObject();
        foreach (var (name, value) in fields)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }
}
