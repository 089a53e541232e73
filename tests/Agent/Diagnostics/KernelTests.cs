using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using SovereignFleet.Diagnostics.Checks;
using SovereignFleet.Diagnostics.Gpus;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Diagnostics;

/// <summary>The kernels' own source, compiled for the CPU, against what the check expects of them. What the GPU's compiler makes of the
/// PTX only a GPU can prove.</summary>
[TestClass]
public sealed partial class KernelTests(TestContext context)
{
    private delegate void Fill(uint[] memory, ulong words, ulong first, uint pattern, uint step);

    private delegate void Verify(uint[] memory, ulong words, ulong first, uint pattern, uint step, ulong[] faults);

    private delegate void Compute(uint[] results, ulong count, uint seeds, uint rounds);

    [TestMethod]
    [DataRow(0L)]
    [DataRow(1L << 32)]
    [DataRow((5L << 32) - 7)]
    public async Task Fill_EveryPatternAndStep_WritesWhatIsExpectedBeyond16GigabytesToo(long first)
    {
        using var folder = new TestFolder();
        var fill = Marshal.GetDelegateForFunctionPointer<Fill>(NativeLibrary.GetExport(await BuildAsync(folder), "fill"));
        var memory = new uint[100];
        foreach (var (pattern, step) in PatternWords.Pass)
        {
            fill(memory, 100, (ulong)first, (uint)pattern, (uint)step);
            CollectionAssert.AreEqual(Enumerable.Range(0, 100).Select(place => PatternWords.At(pattern, step, first + place)).ToArray(), memory, $"{pattern} {step}");
        }
    }

    [TestMethod]
    public async Task Verify_WrongWords_CountsAllAndKeepsTheFirst()
    {
        using var folder = new TestFolder();
        var library = await BuildAsync(folder);
        var memory = new uint[1000];
        var faults = new ulong[33];
        Marshal.GetDelegateForFunctionPointer<Fill>(NativeLibrary.GetExport(library, "fill"))(memory, 1000, 5000, 2, 0);
        for (var place = 100; place < 140; place++)
        {
            memory[place] ^= 0x100;
        }

        Marshal.GetDelegateForFunctionPointer<Verify>(NativeLibrary.GetExport(library, "verify"))(memory, 1000, 5000, 2, 0, faults);

        Assert.AreEqual(40UL, faults[0]);
        Assert.AreEqual(5100UL, faults[1]);
        Assert.AreEqual(0x55555555_55555455UL, faults[2]);
        Assert.AreEqual(5115UL, faults[31]);
    }

    [TestMethod]
    public async Task Compute_AThousandSeeds_GivesTheReferenceToTheLastBit()
    {
        using var folder = new TestFolder();
        var results = new uint[2048];
        Marshal.GetDelegateForFunctionPointer<Compute>(NativeLibrary.GetExport(await BuildAsync(folder), "compute"))(results, 2048, 1024, 512);

        var expected = ComputeChain.Table(1024, 512);
        CollectionAssert.AreEqual(expected.Concat(expected).ToArray(), results);
        Assert.IsGreaterThan(1000, expected.Distinct().Count());
    }

    [TestMethod]
    public void Ptx_Embedded_HasTheThreeKernelsWithTheirParameters()
    {
        using var reader = new StreamReader(typeof(ComputeChain).Assembly.GetManifestResourceStream("kernels.ptx")!);
        var text = reader.ReadToEnd();

        var kernels = Entry().Matches(text).Select(match => $"{match.Groups[1].Value} {match.Groups[2].Value.Split(".param").Length - 1}");
        Assert.AreEqual("fill 5, verify 6, compute 4", string.Join(", ", kernels));
        // One rounding: a product and a sum that were rounded apart would differ from the reference.
        Assert.Contains("fma.rn.f32", text);
        Assert.Contains("fma.rn.f64", text);
    }

    [GeneratedRegex(@"\.visible \.entry (\w+)\(([^)]*)\)")]
    private static partial Regex Entry();

    private async Task<nint> BuildAsync(TestFolder folder)
    {
        Needs.Programs("g++");
        var library = folder.Below("libkernels.so");
        var source = Path.Combine(ProductTree.Root, "agent/Diagnostics/Kernels/kernels.cu");
        await using var build = RunningProcess.Start(new Launch(
            "kernels", "g++", "-x", "c++", "-DON_HOST", "-O1", "-ffp-contract=off", "-shared", "-fPIC", source, "-o", library, "-lm"));
        Assert.AreEqual(0, await build.ExitAsync(context.CancellationToken), build.Output);
        return NativeLibrary.Load(library);
    }
}
