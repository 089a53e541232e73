using System.Globalization;
using CsCheck;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Spool;

/// <summary>Random lives of a spool against a plain list that never forgets.</summary>
[TestClass]
public sealed class SpoolModelTests
{
    /// <summary>SPOOL_LIVES: a night's run takes 100000.</summary>
    private static readonly int Lives = int.TryParse(Environment.GetEnvironmentVariable("SPOOL_LIVES"), CultureInfo.InvariantCulture, out var lives) ? lives : 10_000;

    private static readonly Gen<SpoolStep> Write = Gen.Int[1, 400].Select(SpoolStep (size) => new SpoolStep.Write(size % 5 == 0, size));

    private static readonly Gen<SpoolStep> Acknowledge =
        Gen.Int[0, 60].SelectMany(first => Gen.Int[0, 20].Select(SpoolStep (count) => new SpoolStep.Acknowledge(first, count)));

    private static readonly Gen<SpoolStep> Damage = Gen.Int[0, 100_000].Select(SpoolStep (place) => new SpoolStep.Damage(place));

    private static readonly Gen<SpoolStep> OnAnyDisk = Gen.Frequency(
        (12, Write), (4, Acknowledge), (2, Gen.Const<SpoolStep>(new SpoolStep.Flush())), (1, Gen.Const<SpoolStep>(new SpoolStep.Kill())), (1, Damage));

    private static readonly Gen<SpoolStep> OnABadDisk = Gen.Frequency(
        (20, OnAnyDisk),
        (1, Gen.Int[0, 100_000].Select(SpoolStep (chance) => new SpoolStep.Cut(chance))),
        (1, Gen.Int[0, 3000].Select(SpoolStep (room) => new SpoolStep.Fill(room))),
        (1, Gen.Const<SpoolStep>(new SpoolStep.Free())),
        (1, Gen.Int[0, 100].Select(SpoolStep (place) => new SpoolStep.Unreadable(place))));

    [TestMethod]
    public void RandomLife_BadDisk_LosesNothingButWhatTheDiskLost() =>
        OnABadDisk.Array[0, 80].Sample(steps => Live(new MemoryDisk(), steps), iter: Lives, print: Told);

    [TestMethod]
    public void RandomLife_RealFiles_LosesNothingButWhatWasDamaged() =>
        OnAnyDisk.Array[0, 80].Sample(
            steps =>
            {
                using var folder = new TestFolder();
                Live(new FolderDisk(folder), steps);
            },
            iter: Math.Min(Lives, 100),
            threads: 1,
            print: Told);

    private static string Told(SpoolStep[] steps) => string.Join("; ", steps.AsEnumerable());

    private static void Live(ILifeDisk disk, SpoolStep[] steps)
    {
        using var life = new SpoolLife(disk);
        foreach (var step in steps)
        {
            life.Do(step);
        }

        life.Check();
    }
}
