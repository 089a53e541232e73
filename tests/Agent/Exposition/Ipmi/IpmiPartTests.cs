using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Tests.Agent.Exposition.Ipmi;

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
    [DataRow("ipmi_bmc_info{firmware_revision=\"1.66\",manufacturer_id=\"Acme (674)\",system_firmware_version=\"2.6.1\",bmc_url=\"N/A\"} 1")]
    [DataRow("ipmi_fan_speed_ratio{id=\"7\",name=\"Fan 1\"} 0.294")]
    [DataRow("ipmi_fan_speed_state{id=\"7\",name=\"Fan 1\"} 0")]
    [DataRow("ipmi_sensor_value{id=\"8\",name=\"CPU Usage\",type=\"percent\"} 12")]
    [DataRow("ipmi_sensor_state{id=\"8\",name=\"CPU Usage\",type=\"percent\"} 0")]
    [DataRow("ipmi_current_amperes{id=\"9\",name=\"Current 1\"} 1.5")]
    [DataRow("ipmi_chassis_drive_fault_state 1")]
    [DataRow("ipmi_chassis_cooling_fault_state 0")]
    [DataRow("ipmi_scrape_duration_seconds 1.25")]
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
    public void Write_FansOfBothKinds_AreOneFamilyOfStates()
    {
        Observe();

        Assert.HasCount(2, scene.BmcPage().Split("# TYPE ipmi_fan_speed_state gauge\n"));
    }

    [TestMethod]
    public void Write_SensorsThatNothingTellsApart_AreOneSeries()
    {
        var frame = FrameWith(SensorStatus.Types.Outcome.Ok);
        frame.Bmc = new BmcReading
        {
            Sensors = { new BmcSensor { Name = "Temp", Unit = "degrees C", Value = 30 }, new BmcSensor { Name = "Temp", Unit = "degrees C", Value = 40 } },
        };
        scene.Write(frame);

        Assert.HasCount(2, scene.BmcPage().Split("ipmi_temperature_celsius{id=\"0\",name=\"Temp\"}"));
    }

    [TestMethod]
    public void Write_Gateway_EachHostHasAPageOfItsOwnAndThisHostsIsNotTouched()
    {
        Observe();
        var frame = FrameWith(SensorStatus.Types.Outcome.Ok, "gateway:gpu-node-08", "gateway:gpu-node-09");
        frame.Gateway.Add(Read("gpu-node-08", SensorStatus.Types.Outcome.Ok, new BmcReading
        {
            PowerOn = false,
            Sensors = { new BmcSensor { Number = 18, Name = "Inlet Temp", Unit = "degrees C", Value = 31, Status = "ok" } },
        }));
        frame.Gateway.Add(Read("gpu-node-09", SensorStatus.Types.Outcome.Failed, null));
        scene.Write(frame);

        var page = scene.TargetPage("gpu-node-08")!;
        Assert.Contains("ipmi_temperature_celsius{id=\"18\",name=\"Inlet Temp\"} 31\n", page);
        Assert.Contains("ipmi_up{collector=\"ipmi\"} 1\n", page);
        Assert.Contains("ipmi_chassis_power_state 0\n", page);
        Assert.DoesNotContain("ipmi_up{collector=\"bmc\"}", page);
        Assert.Contains("ipmi_up{collector=\"ipmi\"} 0\n", scene.TargetPage("gpu-node-09")!);
        Assert.Contains("name=\"Inlet Temp\"} 24\n", scene.BmcPage());
        Assert.IsNull(scene.TargetPage("gpu-node-10"));

        scene.Time.Advance(TimeSpan.FromSeconds(31));
        scene.Write(FrameWith(SensorStatus.Types.Outcome.TimedOut, "gateway:gpu-node-08"));
        page = scene.TargetPage("gpu-node-08")!;
        Assert.Contains("ipmi_up{collector=\"ipmi\"} 0\n", page);
        Assert.DoesNotContain("celsius", page);
    }

    [TestMethod]
    public void Write_NoBmc_IsNothing()
    {
        scene.Write(FrameWith(SensorStatus.Types.Outcome.NotSupported));

        Assert.AreEqual("", scene.BmcPage());
    }

    private static Frame FrameWith(SensorStatus.Types.Outcome outcome, params string[] others) => new()
    {
        Sensors =
        {
            new SensorStatus { Name = "bmc", Outcome = outcome, Took = Duration.FromTimeSpan(TimeSpan.FromSeconds(1.25)) },
            others.Select(name => new SensorStatus { Name = name, Outcome = outcome }),
        },
    };

    private static GatewayReading Read(string host, SensorStatus.Types.Outcome outcome, BmcReading? bmc) =>
        new() { Host = host, Bmc = bmc, Status = new SensorStatus { Name = "bmc", Outcome = outcome } };

    private void Observe()
    {
        var frame = FrameWith(SensorStatus.Types.Outcome.Ok);
        frame.Bmc = new BmcReading
        {
            PowerOn = true,
            PowerW = 512,
            Chassis = { ["Drive Fault"] = "false", ["Cooling/Fan Fault"] = "true" },
            Sensors =
            {
                new BmcSensor { Number = 18, Name = "Inlet Temp", Unit = "degrees C", Value = 24, Status = "ok" },
                new BmcSensor { Number = 12, Name = "Fan1A", Unit = "RPM", Status = "ns" },
                new BmcSensor { Number = 3, Name = "12V", Unit = "Volts", Value = 11.25, Status = "lcr" },
                new BmcSensor { Number = 4, Name = "PS1 \"A\"", Unit = "Watts", Value = 70, Status = "ok" },
                new BmcSensor { Number = 7, Name = "Fan 1", Entity = "30.1", Unit = "percent", Value = 29.4, Status = "ok", States = { "Transition to Running" } },
                new BmcSensor { Number = 8, Name = "CPU Usage", Entity = "3.1", Unit = "percent", Value = 12, Status = "ok" },
                new BmcSensor { Number = 9, Name = "Current 1", Unit = "Amps", Value = 1.5, Status = "ok" },
                new BmcSensor { Number = 5, Name = "PS1 Status", Status = "ok", States = { "Presence detected" } },
            },
        };
        scene.KnowGpu();
        scene.Write(frame);
    }
}
