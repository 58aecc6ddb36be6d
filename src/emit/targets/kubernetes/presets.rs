//! The labels by which clusters tell hardware: the codes of the built-in tables come in, the values that real
//! nodes have for them go out.

/// Who labels the nodes.
#[derive(Debug)]
pub struct Preset {
    /// What `labels` calls it.
    pub name: &'static str,
    /// The key that nodes with a gpu have, those of `others` aside.
    pub key: &'static str,
    values: Values,
    /// Keys of other gpus.
    others: &'static [(&'static str, Values)],
}

/// The values of codes: those of one code with spaces between.
type Values = &'static [(&'static str, &'static str)];

/// Every preset; the first one is used where nothing is said.
pub static PRESETS: [Preset; 3] = [
    // GPU feature discovery makes the value of the name that the driver reports, which before driver 470 had
    // no `NVIDIA` before it. AMD's node labeller has a key of its own. Both are aliases of the table
    // `world`.
    Preset {
        name: "gfd",
        key: "nvidia.com/gpu.product",
        values: &[
            ("k80", "Tesla-K80"),
            ("m60", "Tesla-M60"),
            ("p4", "Tesla-P4"),
            ("p40", "Tesla-P40"),
            ("p100", "Tesla-P100-PCIE-16GB Tesla-P100-SXM2-16GB"),
            ("v100", "Tesla-V100-PCIE-16GB Tesla-V100-SXM2-16GB"),
            ("t4", "Tesla-T4"),
            ("t4g", "NVIDIA-T4G"),
            ("a2", "NVIDIA-A2"),
            ("a10", "NVIDIA-A10"),
            ("a10g", "NVIDIA-A10G"),
            ("a16", "NVIDIA-A16"),
            ("a30", "NVIDIA-A30"),
            ("a40", "NVIDIA-A40"),
            ("a100", "NVIDIA-A100-SXM4-40GB NVIDIA-A100-PCIE-40GB A100-SXM4-40GB A100-PCIE-40GB"),
            ("a100-80gb", "NVIDIA-A100-SXM4-80GB NVIDIA-A100-80GB-PCIe A100-SXM4-80GB"),
            ("l4", "NVIDIA-L4"),
            ("l40", "NVIDIA-L40"),
            ("l40s", "NVIDIA-L40S"),
            ("h100", "NVIDIA-H100-80GB-HBM3 NVIDIA-H100-PCIe"),
            ("h100-nvl", "NVIDIA-H100-NVL"),
            ("h200", "NVIDIA-H200 NVIDIA-H200-NVL"),
            ("gh200", "NVIDIA-GH200-480GB"),
            ("b200", "NVIDIA-B200"),
            ("b300", "NVIDIA-B300-SXM6-AC NVIDIA-B300-SXM6-PC"),
            ("gb200", "NVIDIA-GB200"),
            ("gb300", "NVIDIA-GB300"),
            ("rtx3090", "NVIDIA-GeForce-RTX-3090 GeForce-RTX-3090"),
            ("rtx4090", "NVIDIA-GeForce-RTX-4090"),
            ("rtx5090", "NVIDIA-GeForce-RTX-5090"),
            ("rtx-a4000", "NVIDIA-RTX-A4000"),
            ("rtx-a5000", "NVIDIA-RTX-A5000"),
            ("rtx-a6000", "NVIDIA-RTX-A6000"),
            ("rtx6000-ada", "NVIDIA-RTX-6000-Ada-Generation"),
            (
                "rtx-pro-6000",
                "NVIDIA-RTX-PRO-6000-Blackwell-Server-Edition NVIDIA-RTX-PRO-6000-Blackwell-Workstation-Edition \
                         NVIDIA-RTX-PRO-6000-Blackwell-Max-Q-Workstation-Edition",
            ),
        ],
        others: &[("amd.com/gpu.product-name", &[("mi300x", "AMD_Instinct_MI300X_OAM")])],
    },
    // Google's own names of accelerators, which are aliases of the table `world`; TPUs have a key of their
    // own.
    Preset {
        name: "gke",
        key: "cloud.google.com/gke-accelerator",
        values: &[
            ("k80", "nvidia-tesla-k80"),
            ("p4", "nvidia-tesla-p4"),
            ("p100", "nvidia-tesla-p100"),
            ("v100", "nvidia-tesla-v100"),
            ("t4", "nvidia-tesla-t4"),
            ("a100", "nvidia-tesla-a100"),
            ("a100-80gb", "nvidia-a100-80gb"),
            ("l4", "nvidia-l4"),
            ("h100", "nvidia-h100-80gb nvidia-h100-mega-80gb"),
            ("h200", "nvidia-h200-141gb"),
            ("b200", "nvidia-b200"),
            ("gb200", "nvidia-gb200"),
            ("gb300", "nvidia-gb300"),
            ("rtx-pro-6000", "nvidia-rtx-pro-6000"),
        ],
        others: &[(
            "cloud.google.com/gke-tpu-accelerator",
            &[
                ("tpu-v3", "tpu-v3-device tpu-v3-slice"),
                ("tpu-v4", "tpu-v4-podslice"),
                ("tpu-v5e", "tpu-v5-lite-device tpu-v5-lite-podslice"),
                ("tpu-v5p", "tpu-v5p-slice"),
                ("tpu-v6e", "tpu-v6e-slice"),
                ("tpu-v7", "tpu7x"),
            ],
        )],
    },
    // The names that EC2 has for cards (`DescribeInstanceTypes`), in small letters. `a100` is the one with
    // 40 GB (p4d) and that with 80 (p4de), so a set must have both or neither. `v100` is the card with 16 GB
    // (p3) and one with 32 (p3dn) that no table has, and older versions write `inferentia` on every chip of
    // AWS, so neither code has a value here.
    Preset {
        name: "karpenter",
        key: "karpenter.k8s.aws/instance-gpu-name",
        values: &[
            ("k80", "k80"),
            ("m60", "m60"),
            ("t4", "t4"),
            ("t4g", "t4g"),
            ("a10g", "a10g"),
            ("a100", "a100"),
            ("a100-80gb", "a100"),
            ("l4", "l4"),
            ("l40s", "l40s"),
            ("h100", "h100"),
            ("h200", "h200"),
            ("b200", "b200"),
            ("b300", "b300"),
            ("gb200", "gb200"),
            ("rtx-pro-6000", "rtx-pro-server-6000"),
        ],
        others: &[("karpenter.k8s.aws/instance-accelerator-name", &[("trainium1", "trainium")])],
    },
];

impl Preset {
    /// The preset of that name.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        PRESETS.iter().find(|preset| preset.name == name)
    }

    /// The key and the values of a gpu of the built-in tables, if nodes have any for it.
    #[must_use]
    pub fn of(&self, code: &str) -> Option<(&'static str, Vec<&'static str>)> {
        self.all().find(|(_, known, _)| *known == code).map(|(key, _, values)| (key, values))
    }

    /// Every key, code and values.
    pub fn all(&self) -> impl Iterator<Item = (&'static str, &'static str, Vec<&'static str>)> {
        let keys = std::iter::once((self.key, self.values)).chain(self.others.iter().copied());
        keys.flat_map(|(key, codes)| {
            codes.iter().map(move |(code, values)| (key, *code, values.split(' ').collect()))
        })
    }
}
