using SovereignFleet.Agent.Sensing;
using SovereignFleet.Proto.Link;
using SovereignFleet.Simulator.Hardware;

namespace SovereignFleet.Simulator.Sensors;

/// <summary>Stands where the agent asks the BMC: inlet, fans, power supplies, the locator LED.</summary>
internal sealed class SimulatedBmcSensor(SimulatedHost host) : ISensor
{
    private const double ChassisWatts = 800;
    private const double SupplyEfficiency = 0.94;

    public string Name => "bmc";

    public TimeSpan Period => TimeSpan.FromSeconds(10);

    public TimeSpan TimeOut => TimeSpan.FromSeconds(5);

    public string? UnsupportedReason() => null;

    public Task ReadAsync(FrameWriter frame, CancellationToken cancellationToken)
    {
        var gpus = host.Now(gpus => gpus.Select(gpu => gpu.Read()).ToList());
        var watts = (ChassisWatts + gpus.Sum(gpu => gpu.PowerMw) / 1000.0) / SupplyEfficiency;
        var hottest = gpus.Max(gpu => gpu.TemperatureC);
        var reading = new BmcReading { PowerOn = true, IdentifyOn = host.IdentifyOn, PowerW = Math.Round(watts) };
        reading.Sensors.Add(Threshold("Inlet Temp", 1, "degrees C", 22 + host.Plan.U / 10, 45));
        for (uint fan = 1; fan <= 4; fan++)
        {
            reading.Sensors.Add(Threshold($"Fan{fan} Speed", 10 + fan, "RPM", 5200 + Math.Max(0, hottest - 40) * 120, null));
        }

        for (uint supply = 1; supply <= 2; supply++)
        {
            reading.Sensors.Add(Threshold($"PSU{supply} Input", 20 + supply, "Watts", Math.Round(watts / 2), null));
        }

        frame.SetBmc(reading);
        return Task.CompletedTask;
    }

    private static BmcSensor Threshold(string name, uint number, string unit, double value, double? upperCritical)
    {
        var sensor = new BmcSensor { Name = name, Number = number, Unit = unit, Value = value, Status = "ok" };
        if (upperCritical is { } limit)
        {
            sensor.UpperCritical = limit;
        }

        return sensor;
    }
}
