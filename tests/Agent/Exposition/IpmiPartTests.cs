using SovereignFleet.Proto.Link;

namespace SovereignFleet.Tests.Agent.Exposition;

[TestClass]
public sealed class IpmiPartTests : IDisposable
{
    private readonly ExpositionScene scene = new();

    public void Dispose() => scene.Dispose();

    [TestMethod]
    [DataRow("ipmi_temperature_celsius{id=\"18\",name=\"Inlet Temp\"} 24")]
    [DataRow("ipmi_temperature_state{id=\"18\",name=\"Inlet Temp\"} 0")]
    [DataRow("ipmi_fan_speed_rpm{id=\"12\",name=\"Fan1A\"} NaN")]
    [DataRow("ipmi_fan_speed_state{id=\"12\",name=\"Fan1A\"} NaN")]
    [DataRow("ipmi_voltage_volts{id=\"3\",name=\"12V\"} 11.25")]
    [DataRow("ipmi_voltage_state{id=\"3\",name=\"12V\"} 2")]
    [DataRow("ipmi_power_watts{id=\"4\",name=\"PS1 \\\"A\\\"\"} 70")]
    [DataRow("ipmi_sensor_value{id=\"5\",name=\"PS1 Status\",type=\"discrete\"} NaN")]
    [DataRow("ipmi_sensor_state{id=\"5\",name=\"PS1 Status\",type=\"discrete\"} NaN")]
    [DataRow("ipmi_up{collector=\"ipmi\"} 1")]
    [DataRow("ipmi_up{collector=\"sel\"} 0")]
    [DataRow("ipmi_dcmi_power_consumption_current_watts 512")]
    [DataRow("ipmi_chassis_power_state 1")]
    [DataRow("ipmi_bmc_info{firmware_revision=\"1.66\",manufacturer_id=\"Acme (674)\",system_firmware_version=\"2.6.1\"} 1")]
    public void Write_Reading_IsTheLineOfIpmiExporter(string line)
    {
        Observe();

        Assert.Contains(line + "\n", scene.BmcPage());
    }

    [TestMethod]
    public void Write_BmcThatFails_IsDownAndHasNoReading()
    {
        Observe();
        scene.Time.Advance(TimeSpan.FromSeconds(31));
        scene.Write(FrameWith(SensorStatus.Types.Outcome.Failed));

        Assert.Contains("ipmi_up{collector=\"ipmi\"} 0\n", scene.BmcPage());
        Assert.DoesNotContain("celsius", scene.BmcPage());
    }

    [TestMethod]
    public void Write_NoBmc_IsNothing()
    {
        scene.Write(FrameWith(SensorStatus.Types.Outcome.NotSupported));

        Assert.AreEqual("", scene.BmcPage());
    }

    private static Frame FrameWith(SensorStatus.Types.Outcome outcome) => new() { Sensors = { new SensorStatus { Name = "bmc", Outcome = outcome } } };

    private void Observe()
    {
        var frame = FrameWith(SensorStatus.Types.Outcome.Ok);
        frame.Bmc = new BmcReading
        {
            PowerOn = true,
            PowerW = 512,
            Sensors =
            {
                new BmcSensor { Number = 18, Name = "Inlet Temp", Unit = "degrees C", Value = 24, Status = "ok" },
                new BmcSensor { Number = 12, Name = "Fan1A", Unit = "RPM", Status = "ns" },
                new BmcSensor { Number = 3, Name = "12V", Unit = "Volts", Value = 11.25, Status = "lcr" },
                new BmcSensor { Number = 4, Name = "PS1 \"A\"", Unit = "Watts", Value = 70, Status = "ok" },
                new BmcSensor { Number = 5, Name = "PS1 Status", Status = "ok", States = { "Presence detected" } },
            },
        };
        scene.KnowGpu();
        scene.Write(frame);
    }
}
