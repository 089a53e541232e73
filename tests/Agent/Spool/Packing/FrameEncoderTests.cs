using CsCheck;
using Google.Protobuf;
using SovereignFleet.Agent.Spool.Packing;
using SovereignFleet.Proto.Link;
using static SovereignFleet.Tests.Agent.Spool.SpoolContent;

namespace SovereignFleet.Tests.Agent.Spool.Packing;

[TestClass]
public sealed class FrameEncoderTests
{
    private static readonly Gen<GpuReading> AnyGpu =
        Gen.Select(Gen.Long, Gen.Int[-3, 3].Nullable(), Gen.String[0, 5], Gen.UInt[0, 9].Nullable(), Gen.ULong.Array[0, 3]).Select((energy, margin, error, index, replays) =>
        {
            var reading = new GpuReading { Uuid = "GPU-1", EnergyMj = energy, Error = error, Index = index ?? 0u };
            reading.Links.AddRange(replays.Select((count, link) => new NvLinkReading { Link = (uint)link, Up = count > 0, Replays = count }));
            reading.Instances.AddRange(replays.Skip(1).Select(count => new InstanceReading { Profile = error, MemoryUsedBytes = count }));
            if (margin is { } given)
            {
                reading.TemperatureMarginC = given;
            }

            return reading;
        });

    private static readonly Gen<ConnectRequest> AnyFrame =
        Gen.Select(AnyGpu.Array[0, 4], Gen.Double.Nullable(), Gen.String[0, 3].Array[0, 3], Gen.ULong).Select((gpus, power, names, sequence) =>
        {
            var frame = new Frame { Gpus = { gpus }, Sensors = { names.Select(name => new SensorStatus { Name = name, Took = new() { Nanos = name.Length } }) } };
            if (power is { } watts)
            {
                frame.Bmc = new BmcReading { PowerW = watts, PowerOn = watts > 0, Chassis = { ["a"] = "b" }, Sensors = { names.Select(name => new BmcSensor { Name = name, States = { names } }) } };
            }

            return new ConnectRequest { SpoolId = "life", Sequence = sequence, Frame = frame };
        });

    [TestMethod]
    public void Encode_AnyTwoFrames_ComesBackAsItWasOrIsRefused() =>
        Gen.Select(AnyFrame, AnyFrame).Sample((before, now) => IsTheSameAgain(before, now) is not false, iter: 20_000);

    [TestMethod]
    public void Encode_AgainstTheMergeOfBoth_IsNeverRefused() =>
        Gen.Select(AnyFrame, AnyFrame).Where((before, now) => now.Frame.Bmc is null || now.Frame.Bmc.Sensors.Count == (before.Frame.Bmc?.Sensors.Count ?? 0))
            .Sample((before, now) => IsTheSameAgain(MergedFrame.Of(before, now), now) is true, iter: 20_000);

    /// <summary>Each new reference is made of the one before.</summary>
    [TestMethod]
    public void Merge_TroubledLinks_AreThoseOfTheNewestAndDoNotGrow()
    {
        var merged = Troubled(1, 2);
        for (var time = 0; time < 3; time++)
        {
            merged = MergedFrame.Of(merged, Troubled(3));
        }

        Assert.AreEqual("3", string.Join(' ', merged.Frame.Gpus[0].Links.Select(link => link.Link)));
        Assert.AreEqual("3", string.Join(' ', MergedFrame.Of(merged, Troubled()).Frame.Gpus[0].Links.Select(link => link.Link)));

        static ConnectRequest Troubled(params uint[] links) =>
            new() { Frame = new Frame { Gpus = { new GpuReading { Links = { links.Select(link => new NvLinkReading { Link = link }) } } } } };
    }

    [TestMethod]
    public void Encode_SomethingTheReferenceLacks_IsRefused()
    {
        var reference = FrameReference.Of(ReadingOf(1, 1).ToByteArray())!;

        Assert.IsNull(new FrameEncoder().Encode(reference, ReadingOf(2, 7).ToByteArray()), "the BMC");
        Assert.IsNull(new FrameEncoder().Encode(reference, [0xFF, 0xFF]), "no message");
    }

    [TestMethod]
    public void Encode_SameFrame_TakesNextToNothing()
    {
        var message = ReadingOf(1, 7).ToByteArray();

        Assert.HasCount(1, new FrameEncoder().Encode(FrameReference.Of(message)!, message)!);
    }

    [TestMethod]
    public void Decode_AnotherReference_IsRefusedOrOfItsShape()
    {
        var told = new FrameEncoder().Encode(FrameReference.Of(ReadingOf(1, 7).ToByteArray())!, ReadingOf(2, 14).ToByteArray())!;

        Assert.IsNull(new FrameDecoder().Decode(FrameReference.Of(ReadingOf(1, 1).ToByteArray())!, told));
    }

    private static bool? IsTheSameAgain(ConnectRequest reference, ConnectRequest message)
    {
        var (known, bytes) = (FrameReference.Of(reference.ToByteArray())!, message.ToByteArray());
        return new FrameEncoder().Encode(known, bytes) is { } told ? new FrameDecoder().Decode(known, told)!.AsSpan().SequenceEqual(bytes) : null;
    }
}
