using System.Globalization;
using SovereignFleet.Agent.Bmc.Ipmi;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Bmc.Fru;

/// <summary>ipmitool fru print: several devices, each with its fields. Pure.</summary>
internal static class FruParser
{
    private const string Title = "FRU Device Description";
    private const int MostDevices = 256;
    private const int MostFields = 200;

    // FRU Device Description : Builtin FRU Device (ID 0)
    //  Board Mfg             : Acme
    //  Board Extra           : A0
    //  Board Extra           : B1              a key comes again
    //
    // FRU Device Description : PS1 (ID 2)
    //  Device not present (Requested sensor, data, or record not found)
    //  Power Supply Record                     a heading: what follows is of it
    //   Capacity                   : 1600 W
    /// <param name="notUnderstood">Gets the lines that are none of these.</param>
    public static IReadOnlyList<FruDevice> Parse(string output, ICollection<string> notUnderstood)
    {
        var devices = new List<FruDevice>();
        var heading = "";
        foreach (var line in output.Split('\n').Select(line => line.TrimEnd('\r', ' ')).Where(line => line.Length > 0))
        {
            if (KeyValueParser.Split(line) is (Title, var name) && devices.Count < MostDevices)
            {
                devices.Add(Device(name));
                heading = "";
                continue;
            }

            // The fields of one device may come alone, without its title.
            var device = devices.LastOrDefault() ?? new FruDevice();
            if (!Put(device, line, ref heading))
            {
                notUnderstood.Add(line);
            }
            else if (devices.Count == 0)
            {
                devices.Add(device);
            }
        }

        return devices;
    }

    private static bool Put(FruDevice device, string line, ref string heading)
    {
        if (device.Fields.Count >= MostFields || line.Length > IpmiLines.Longest)
        {
            return false;
        }

        var text = line.Trim();
        if (text.StartsWith("Device not present", StringComparison.Ordinal))
        {
            Add(device, "Device not present", text["Device not present".Length..].Trim(' ', '(', ')'));
            return true;
        }

        if (text.EndsWith("Record", StringComparison.Ordinal) && !text.Contains(':', StringComparison.Ordinal))
        {
            heading = text + ": ";
            return true;
        }

        if (KeyValueParser.Split(line) is not (var key, var value))
        {
            if (heading.Length == 0)
            {
                return false;
            }

            (key, value) = (text, "yes"); // "Hot Swap Support"
        }

        Add(device, heading + key, value);
        return true;
    }

    private static void Add(FruDevice device, string key, string value)
    {
        var (free, again) = (key, 1);
        while (device.Fields.ContainsKey(free))
        {
            free = string.Create(CultureInfo.InvariantCulture, $"{key} {++again}");
        }

        if (value.Length > 0)
        {
            device.Fields[free] = value;
        }
    }

    // "Builtin FRU Device (ID 0)"
    private static FruDevice Device(string text)
    {
        var id = text.LastIndexOf("(ID ", StringComparison.Ordinal);
        return id >= 0 && uint.TryParse(text[(id + 4)..].TrimEnd(')'), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new FruDevice { Name = text[..id].Trim(), Id = number }
            : new FruDevice { Name = text };
    }
}
