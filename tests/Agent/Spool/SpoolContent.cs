using SovereignFleet.Agent.Spool;
using SovereignFleet.Agent.Spool.Records;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Tests.Agent.Spool;

internal static class SpoolContent
{
    /// <summary>All that a lane still holds, in its order.</summary>
    public static IEnumerable<ConnectRequest> Of(MessageSpool spool, SpoolLane lane)
    {
        for (var message = spool.Next(lane, 0); message is not null; message = spool.Next(lane, message.Sequence))
        {
            yield return message;
        }
    }

    public static string[] Texts(MessageSpool spool, SpoolLane lane) => [.. Of(spool, lane).Select(TextOf)];

    public static string TextOf(ConnectRequest message) => message.Event?.Text ?? message.Frame.Gpus[0].Uuid;

    public static ConnectRequest FrameOf(string text) => new() { Frame = new Frame { Gpus = { new GpuReading { Uuid = text } } } };

    public static ConnectRequest EventOf(string text) => new() { Event = new Event { Text = text } };

    /// <summary>Looks like its neighbours, with a BMC now and then: so it is told by what differs.</summary>
    public static ConnectRequest ReadingOf(int number, int size) => new()
    {
        Frame = new Frame
        {
            Gpus = { GpuOf(number, size, 0), GpuOf(number, size, 1) },
            Bmc = size % 7 == 0 ? new BmcReading { PowerW = size, Sensors = { new BmcSensor { Name = "Inlet", Value = number } } } : null,
        },
    };

    public static SequenceRange Range(ulong first, ulong last) => new() { First = first, Last = last };

    private static GpuReading GpuOf(int number, int size, int gpu)
    {
        var reading = new GpuReading { Uuid = $"GPU-{gpu}", TemperatureC = 40 + (size % 5), EnergyMj = (number * 700_000L) + size, MemoryTotalBytes = 80L << 30 };
        if (size % 11 == 0)
        {
            reading.Error = new string('x', size % 50);
        }
        else
        {
            reading.TemperatureMarginC = -size;
        }

        return reading;
    }
}
