using System.Globalization;
using CsCheck;
using SovereignFleet.Agent.Spool;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Spool;

/// <summary>Random lives of a spool against a plain list that never forgets.</summary>
[TestClass]
public sealed class SpoolModelTests
{
    /// <summary>SPOOL_LIVES: a night's run takes 100000.</summary>
    private static readonly int Lives = int.TryParse(Environment.GetEnvironmentVariable("SPOOL_LIVES"), CultureInfo.InvariantCulture, out var lives) ? lives : 200;

    private static readonly Gen<SpoolStep> Step = Gen.Frequency(
        (8, Gen.Int[1, 400].Select(SpoolStep (size) => new SpoolStep.Write(size % 5 == 0, size))),
        (4, Gen.Int[0, 60].SelectMany(first => Gen.Int[0, 20].Select(SpoolStep (count) => new SpoolStep.Acknowledge(first, count)))),
        (2, Gen.Const<SpoolStep>(new SpoolStep.Flush())),
        (1, Gen.Const<SpoolStep>(new SpoolStep.Kill())),
        (1, Gen.Int[0, 100_000].Select(SpoolStep (place) => new SpoolStep.Damage(place))));

    [TestMethod]
    public void RandomLife_WriteAckFlushKillDamage_LosesNothingButWhatWasDamaged() =>
        Step.Array[0, 80].Sample(steps =>
        {
            using var folder = new TestFolder();
            using var life = new SpoolLife(folder);
            foreach (var step in steps)
            {
                life.Do(step);
                life.Check();
            }
        }, iter: Lives, threads: 1);
}
