using System.Globalization;
using System.Text;
using System.Text.Json;
using SovereignFleet.Diagnostics.Checks;

namespace SovereignFleet.Diagnostics.Reports;

/// <summary>The report as JSON.</summary>
internal static class ReportJson
{
    public static string Of(CheckReport report)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("verdict", Word(report.Verdict));
            json.WriteString("sentence", report.Sentence);
            json.WriteString("reason", report.Reason);
            json.WriteStartArray("gpus");
            foreach (var gpu in report.Gpus)
            {
                Write(json, gpu);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter json, GpuReport report)
    {
        json.WriteStartObject();
        json.WriteNumber("index", report.Gpu.Index);
        json.WriteString("uuid", report.Gpu.Uuid);
        json.WriteString("pci_address", report.Gpu.PciAddress);
        json.WriteString("name", report.Gpu.Name);
        json.WriteString("verdict", Word(report.Verdict));
        if (report.HottestCelsius is { } celsius)
        {
            json.WriteNumber("hottest_celsius", celsius);
        }

        json.WriteStartArray("checks");
        foreach (var check in report.Checks)
        {
            Write(json, check);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, CheckResult check)
    {
        json.WriteStartObject();
        json.WriteString("name", check.Name);
        json.WriteString("verdict", Word(check.Verdict));
        json.WriteString("text", check.Text);
        foreach (var (name, value) in check.Figures)
        {
            json.WriteNumber(name, Math.Round(value, 3));
        }

        if (check.Faults.Count > 0)
        {
            json.WriteStartArray("first_faults");
            foreach (var fault in check.Faults)
            {
                json.WriteStartObject();
                json.WriteNumber("word", fault.Place);
                json.WriteString("expected", Hex(fault.Expected));
                json.WriteString("found", Hex(fault.Found));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static string Hex(uint word) => string.Create(CultureInfo.InvariantCulture, $"0x{word:X8}");

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Passed => "passed",
        Verdict.Failed => "failed",
        Verdict.Unfinished => "unfinished",
        Verdict.BuiltWithoutCuda => "built-without-cuda",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "Unknown verdict."),
    };
}
