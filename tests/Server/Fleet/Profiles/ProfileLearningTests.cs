using SovereignFleet.Server.Fleet.Profiles;

namespace SovereignFleet.Tests.Server.Fleet.Profiles;

[TestClass]
public sealed class ProfileLearningTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 3, 0, 0, TimeSpan.Zero);
    private static readonly HostProfile Eight = new() { Gpus = 8, GpuModel = "H100", Nics = 4 };

    [TestMethod]
    public void Next_TheFirstGpus_AreLearned() => Assert.AreEqual(Eight, ProfileLearning.Next(null, Eight, Now));

    [TestMethod]
    public void Next_AHostWithoutGpus_TeachesNothing() => Assert.IsNull(ProfileLearning.Next(null, new HostProfile { Gpus = 0, Nics = 4 }, Now));

    [TestMethod]
    public void Next_MoreOnTheFirstDay_IsExpectedToo_AndLessIsNot() => Assert.AreEqual(
        Eight with { Disks = 2, NvLinks = 18 },
        ProfileLearning.Next(Expected(ProfileOrigin.Learned, TimeSpan.FromHours(3)), new HostProfile { Gpus = 7, GpuModel = "A100", Nics = 4, Disks = 2, NvLinks = 18 }, Now));

    [TestMethod]
    [DataRow(ProfileOrigin.Learned, 24)]
    [DataRow(ProfileOrigin.Confirmed, 1)]
    [DataRow(ProfileOrigin.Declared, 1)]
    public void Next_AfterTheFirstDayOrAPersonsWord_NothingIsLearned(object origin, int hours) =>
        Assert.IsNull(ProfileLearning.Next(Expected((ProfileOrigin)origin, TimeSpan.FromHours(hours)), Eight with { Gpus = 9 }, Now));

    private static ExpectedProfile Expected(ProfileOrigin origin, TimeSpan age) => new() { HostId = Guid.NewGuid(), Origin = origin, Since = Now - age, Profile = Eight };
}
